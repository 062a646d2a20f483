import { useEffect, useState, useSyncExternalStore } from "react";

import { Autosave, type AutosaveSnapshot } from "./autosave";

interface AutosavedText extends AutosaveSnapshot {
  type: (text: string) => void;
  flush: () => void;
}

/** A field that keeps itself; give the component a `key` when the field becomes another one. */
export function useAutosave(saved: string, save: (text: string) => Promise<boolean>, keepKey: string | null = null): AutosavedText {
  const [field] = useState(() => new Autosave(saved, keepKey));
  useEffect(() => field.saveWith(save));
  useEffect(() => field.told(saved), [field, saved]);
  useEffect(() => {
    const leave = (): void => field.flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [field]);
  const now = useSyncExternalStore(field.subscribe, field.snapshot);
  return { ...now, type: (text) => field.type(text), flush: () => field.flush() };
}
