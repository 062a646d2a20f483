/** Keyboard shortcuts: Alt and a letter, chosen by each person, kept in this browser, switched off in one place. */

export interface Shortcuts {
  isOff: boolean;
  /** Action → letter. */
  letters: Record<string, string>;
}

interface Pressed {
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  key: string;
  code: string;
}

const KEY = "combine.shortcuts";

/**
 * The letter of an Alt chord, or null. Never with Ctrl: AltGr is Ctrl + Alt and types characters. The key's place
 * counts only where Alt itself types a symbol (macOS): on another layout it would be the wrong letter.
 */
export function altLetter(event: Pressed): string | null {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return null;
  const key = event.key.toLowerCase();
  if (/^[a-z0-9?]$/.test(key)) return key;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : null;
}

/** The action that this press asks for. */
export function actionOf(shortcuts: Shortcuts, event: Pressed): string | null {
  if (shortcuts.isOff) return null;
  const letter = altLetter(event);
  return Object.entries(shortcuts.letters).find(([, one]) => one === letter)?.[0] ?? null;
}

/** Gives an action another letter; the one that had it takes the old one, so that none is lost. */
export function withLetter(shortcuts: Shortcuts, action: string, letter: string): Shortcuts {
  const wished = letter.toLowerCase();
  if (!/^[a-z]$/.test(wished)) return shortcuts;
  const old = shortcuts.letters[action] ?? "";
  const letters = Object.fromEntries(
    Object.entries(shortcuts.letters).map(([one, has]) => [one, one === action ? wished : has === wished ? old : has]),
  );
  return { ...shortcuts, letters };
}

/** This browser's shortcuts, one store for the page. */
export class ShortcutStore {
  private current: Shortcuts;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly defaults: Record<string, string>,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
  ) {
    this.current = this.read();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Shortcuts => this.current;

  set(shortcuts: Shortcuts): void {
    this.current = shortcuts;
    this.storage.setItem(KEY, JSON.stringify(shortcuts));
    this.listeners.forEach((listener) => listener());
  }

  reset(): void {
    this.set({ isOff: false, letters: { ...this.defaults } });
  }

  private read(): Shortcuts {
    try {
      const kept = JSON.parse(this.storage.getItem(KEY) ?? "{}") as Partial<Shortcuts>;
      return { isOff: kept.isOff ?? false, letters: { ...this.defaults, ...kept.letters } };
    } catch {
      return { isOff: false, letters: { ...this.defaults } };
    }
  }
}
