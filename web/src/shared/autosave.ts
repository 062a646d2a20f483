/**
 * A text that keeps itself: sent a moment after the last key, at once when one leaves it, again after a failure. What
 * the server says is taken over only when nothing newer is written here. Knows no component.
 */

import { browserStorage, type Keep } from "./browserStorage";

export type SaveStatus = "saved" | "typing" | "sending" | "failed";

export interface AutosaveSnapshot {
  text: string;
  status: SaveStatus;
}

type Save = (text: string) => Promise<boolean>;

const DELAY_MS = 700;
const AGAIN_MS = 5000;

export class Autosave {
  private now: AutosaveSnapshot;
  private server: string;
  private inFlight = 0;
  private isLeft = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private save: Save = () => Promise.resolve(false);
  private readonly listeners = new Set<() => void>();

  /** `keepKey`: where this browser keeps what the server does not have yet, over a reload. */
  constructor(
    saved: string,
    private readonly keepKey: string | null = null,
    private readonly storage: Keep = browserStorage,
  ) {
    const kept = keepKey === null ? null : storage.getItem(keepKey);
    this.server = saved;
    this.now = { text: kept ?? saved, status: kept === null || kept === saved ? "saved" : "typing" };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): AutosaveSnapshot => this.now;

  /** How a text is sent; resolves with whether the server has it. */
  saveWith(save: Save): void {
    this.save = save;
    if (this.now.status === "typing" && this.timer === undefined) this.later(DELAY_MS);
  }

  type(text: string): void {
    if (this.keepKey !== null) this.storage.setItem(this.keepKey, text);
    this.set({ text, status: "typing" });
    this.later(DELAY_MS);
  }

  /** Sends at once what is not sent. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.now.status === "typing" || this.now.status === "failed") void this.send();
  }

  /** The field is on the screen. */
  enter(): void {
    this.isLeft = false;
  }

  /** It is left: what is not sent goes once more. Where this browser keeps it, whichever field comes next sends it. */
  leave(): void {
    this.isLeft = this.keepKey !== null;
    this.flush();
  }

  /** What the server has. */
  told(saved: string): void {
    this.server = saved;
    if (this.now.status === "saved") this.set({ text: saved, status: "saved" });
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  private async send(): Promise<void> {
    const { text } = this.now;
    if (text === this.server && this.inFlight === 0) {
      this.kept();
      return;
    }
    this.set({ text, status: "sending" });
    this.inFlight += 1;
    const isKept = await this.save(text);
    this.inFlight -= 1;
    if (this.now.text !== text || this.now.status !== "sending") return;
    if (isKept) {
      this.server = text;
      this.kept();
    } else {
      this.set({ text, status: "failed" });
      // An older text that goes again and again would one day overwrite what the next field has sent.
      if (!this.isLeft) this.later(AGAIN_MS);
    }
  }

  private kept(): void {
    // Another field may have kept newer words meanwhile.
    if (this.keepKey !== null && this.storage.getItem(this.keepKey) === this.now.text)
      this.storage.removeItem(this.keepKey);
    this.set({ text: this.now.text, status: "saved" });
  }

  private set(next: AutosaveSnapshot): void {
    if (next.text === this.now.text && next.status === this.now.status) return;
    this.now = next;
    this.listeners.forEach((listener) => listener());
  }
}
