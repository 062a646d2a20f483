import { useEffect } from "react";

/** Alt + letter, wherever the focus is: never a bare key, so typing is safe. `off` switches them all off. */
export function useAltShortcuts(actions: Partial<Record<string, () => void>>, off = false): void {
  useEffect(() => {
    if (off) return;
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      const action = actions[event.key.toLowerCase()] ?? actions[event.code.replace("Key", "").toLowerCase()];
      if (action) {
        event.preventDefault();
        action();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}

/** Whether somebody is typing: single keys mean letters then. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest("input, textarea, select, [contenteditable=true], [role=combobox]");
}
