import { useEffect, useSyncExternalStore } from "react";

import { actionOf, altLetter, type Shortcuts, type ShortcutStore } from "./shortcuts";

/** Alt + letter, wherever the focus is: never a bare key, so typing is safe. `off` switches them all off. */
export function useAltShortcuts(actions: Partial<Record<string, () => void>>, off = false): void {
  useEffect(() => {
    if (off) return;
    const press = (event: KeyboardEvent): void => {
      const action = actions[altLetter(event) ?? ""];
      if (action) {
        event.preventDefault();
        action();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}

/** The same with letters that each person chooses: action → what it does. */
export function useActions(store: ShortcutStore, actions: Partial<Record<string, () => void>>): Shortcuts {
  const shortcuts = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actions[actionOf(shortcuts, event) ?? ""];
      if (action) {
        event.preventDefault();
        action();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return shortcuts;
}

/** Whether somebody is typing: single keys mean letters then. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest("input, textarea, select, [contenteditable=true], [role=combobox]");
}
