import { useState } from "react";

import { browserStorage } from "./browserStorage";

interface Draft {
  text: string;
  write: (text: string) => void;
  /** It was sent, or given up. */
  clear: () => void;
}

/** Words that are sent by a button: kept in this browser until then, over a reload. `initial`: where none are kept. */
export function useDraft(key: string, initial = ""): Draft {
  const [text, setText] = useState(() => browserStorage.getItem(key) ?? initial);
  const clear = (): void => browserStorage.removeItem(key);
  const write = (words: string): void => {
    setText(words);
    if (words && words !== initial) browserStorage.setItem(key, words);
    else clear();
  };
  return { text, write, clear };
}
