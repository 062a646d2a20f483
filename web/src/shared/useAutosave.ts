import { useEffect, useState, useSyncExternalStore } from "react";

import { Autosave, type AutosaveSnapshot } from "./autosave";

interface AutosavedText extends AutosaveSnapshot {
  type: (text: string) => void;
  flush: () => void;
}

/** A field that keeps itself; give the component a `key` when the field becomes another one. */
export function useAutosave(
  saved: string,
  save: (text: string) => Promise<boolean>,
  keepKey: string | null = null,
): AutosavedText {
  const [field] = useState(() => new Autosave(saved, keepKey));
  useEffect(() => field.saveWith(save));
  useEffect(() => field.told(saved), [field, saved]);
  useEffect(() => {
    field.enter();
    const leave = (): void => field.flush();
    const look = (): void => {
      if (document.visibilityState === "hidden") leave();
    };
    // A page that is left, put aside or killed on a tablet: what is typed goes at the first sign of it.
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", look);
      field.leave();
    };
  }, [field]);
  const now = useSyncExternalStore(field.subscribe, field.snapshot);
  return { ...now, type: (text) => field.type(text), flush: () => field.flush() };
}
