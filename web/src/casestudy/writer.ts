/**
 * One text on its way to the server: sent at each pause and at least every two seconds, one version after the other,
 * each under a name of its own, until it is acknowledged. Knows no component and no editor.
 */

import type { Answer } from "../api/answers";
import type { KeptVersion, WrittenHead } from "../api/schema";
import { type Copies, type Copy, newName, type Sent, type Typed } from "./copies";
import { plain, type Prose } from "./prose";
import { unsent } from "./sentences";

export const PAUSE_MS = 700;
export const LONGEST_MS = 2000;
const AGAIN_MS = 2000;
const COPY_MS = 250;

/** The server takes nothing before the end of a break that a decision grants, nor during an evacuation. */
const SHUT = ["break_takes_nothing", "evacuated_from_break", "evacuated"];

/** A copy of another tab that has not been touched for so long belongs to nobody any more. */
const LEFT_ALONE_MS = 15_000;

export type Send = (version: Sent) => Promise<Answer<KeptVersion>>;

export interface WriterState {
  /**
   * kept: all is on the server; waiting: soon; cut: the server does not answer; barred: this browser is no longer at its
   * seat, the session closed or the code used elsewhere; refused: the server takes no more.
   */
  status: "kept" | "waiting" | "cut" | "barred" | "refused";
  savedAt: string | null;
  /** Sentences that the server does not have. */
  unsent: number;
  /** A version that was written elsewhere at the same time. */
  other: WrittenHead | null;
  /** Why nothing more is taken, in the server's words. */
  why: string;
}

export interface Written {
  seat: string;
  written: string;
  tab: string;
}

export class Writer {
  private base: number;
  private kept: string;
  private text: Prose;
  private inFlight: Sent | null = null;
  private isSending = false;
  private isLeft = false;
  private firstUnsentAt: number | null = null;
  private typed: Typed | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private copyTimer: ReturnType<typeof setTimeout> | undefined;
  private now: WriterState;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly place: Written,
    start: { number: number; document: Prose; savedAt: string | null },
    private readonly send: Send,
    private readonly copies: Copies,
    private readonly heard: (answer: KeptVersion) => void = () => undefined,
    /** The server's, as this page knows it. */
    private readonly clock: () => number = Date.now,
  ) {
    this.base = start.number;
    this.text = start.document;
    this.kept = JSON.stringify(start.document);
    this.now = { status: "kept", savedAt: start.savedAt, unsent: 0, other: null, why: "" };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): WriterState => this.now;

  get document(): Prose {
    return this.text;
  }

  get isKept(): boolean {
    return this.inFlight === null && JSON.stringify(this.text) === this.kept;
  }

  /** What stands now; the same text again is nothing new. */
  type(document: Prose): void {
    if (JSON.stringify(document) === JSON.stringify(this.text)) return;
    this.text = document;
    this.firstUnsentAt ??= Date.now();
    this.typed = { from: this.typed?.from ?? this.clock(), until: this.clock() };
    this.keepCopySoon();
    const { status } = this.now;
    if (status === "kept") this.set({ status: "waiting" });
    this.count();
    this.later(Math.max(0, Math.min(PAUSE_MS, this.firstUnsentAt + LONGEST_MS - Date.now())));
  }

  /** Sends at once what is not sent: before the end, when the page is left. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.bring();
  }

  /** How the server's version stands: one that this page did not write was written elsewhere. */
  told(head: WrittenHead): void {
    if (head.number <= this.base || this.isSending || this.inFlight !== null) return;
    if (this.now.other?.number === head.number) return;
    this.set({ other: head });
    // A reload shows the server's last text: what stands here is found again by its copy.
    void this.keepCopy();
  }

  /** The text that was written elsewhere goes on here; the own one stays a version on the server. */
  takeOver(number: number, document: Prose): void {
    this.base = Math.max(this.base, number);
    this.set({ other: null });
    void this.forgetParted();
    this.type(document);
  }

  /** This page's text goes on, and becomes the last version. */
  keepMine(): void {
    this.base = Math.max(this.base, this.now.other?.number ?? 0);
    this.set({ other: null });
    void this.forgetParted();
    this.kept = "";
    void this.flush();
  }

  /** The phase is open again: what waited goes. */
  again(): void {
    if (this.now.status === "refused") this.set({ status: this.isKept ? "kept" : "waiting", why: "" });
    if (!this.isKept) void this.flush();
  }

  /** What an earlier page on this computer could not bring to the server; whether the text here has changed. */
  async recover(): Promise<boolean> {
    const found = await this.copies.of(this.place.seat, this.place.written);
    const mine = found
      .filter((copy) => copy.tab === this.place.tab || (!copy.isSent && Date.now() - copy.at > LEFT_ALONE_MS))
      .sort((one, other) => one.at - other.at);
    for (const copy of mine) await this.bringCopy(copy);
    if (mine.length === 0) this.partedElsewhere(found.filter((copy) => copy.isSent));
    return mine.length > 0;
  }

  /** The editor is left, for a break or another page: what is not sent goes once more, a copy of it stays here. */
  leave(): void {
    this.isLeft = true;
    void this.keepCopy();
    void this.flush();
  }

  private async bringCopy(copy: Copy): Promise<void> {
    this.text = copy.document;
    this.base = copy.base;
    this.inFlight = copy.inFlight;
    this.typed = copy.typed ?? null;
    if (copy.isSent) this.kept = JSON.stringify(copy.document);
    if (copy.parted) this.set({ other: copy.parted });
    this.firstUnsentAt = Date.now();
    await this.bring();
    if (this.isKept && copy.tab !== this.place.tab) await this.copies.remove(copy.seat, copy.written, copy.tab);
  }

  /** A tab that is closed left two texts of which none was chosen: here stands the last, the other is told of. */
  private partedElsewhere(copies: Copy[]): void {
    const ends = copies.flatMap(({ parted, base }) => (parted ? [parted, { ...parted, number: base }] : []));
    const other = ends.sort((one, two) => two.number - one.number).find(({ number }) => number < this.base);
    if (other) this.set({ other });
  }

  /** It was said which text goes on: no tab of this computer asks again after a reload. */
  private async forgetParted(): Promise<void> {
    for (const copy of await this.copies.of(this.place.seat, this.place.written))
      if (copy.isSent) await this.copies.remove(copy.seat, copy.written, copy.tab);
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private async bring(): Promise<void> {
    if (this.isSending || this.now.status === "refused") return;
    this.isSending = true;
    try {
      while (!this.isKept) {
        if (!this.inFlight) {
          this.inFlight = { clientId: newName(), basedOn: this.base, document: this.text, typed: this.typed };
          this.typed = null;
        }
        this.firstUnsentAt = null;
        await this.keepCopy();
        const answer = await this.send(this.inFlight);
        if (!answer.ok) {
          this.failed(answer.status, answer.problem.code, `${answer.problem.message} ${answer.problem.remedy}`.trim());
          return;
        }
        this.acknowledged(this.inFlight, answer.data);
      }
      if (!this.now.other) await this.copies.remove(this.place.seat, this.place.written, this.place.tab);
      // Typed meanwhile: its copy may have been the one that was removed.
      await this.keepCopy();
    } finally {
      this.isSending = false;
    }
  }

  private acknowledged(sent: Sent, answer: KeptVersion): void {
    this.inFlight = null;
    this.base = answer.number;
    this.kept = JSON.stringify(sent.document);
    this.set({
      status: this.isKept ? "kept" : "waiting",
      savedAt: answer.saved_at,
      other: answer.parted ?? this.now.other,
    });
    this.count();
    this.heard(answer);
  }

  private failed(status: number, code: string, why: string): void {
    // Nobody answers, a server that cannot keep anything just now, a break: the very same version goes again.
    const isPassing =
      status === 0 || status === 401 || status === 403 || status === 429 || status >= 500 || SHUT.includes(code);
    // The code may be entered again in this browser: what waits then goes.
    const isBarred = status === 401 || status === 403;
    this.set({ status: isBarred ? "barred" : isPassing ? "cut" : "refused", why });
    this.count();
    // Once it is left, the next editor finds the copy: two would send one text under two names.
    if (isPassing && !this.isLeft) this.later(AGAIN_MS);
  }

  private keepCopySoon(): void {
    this.copyTimer ??= setTimeout(() => void this.keepCopy(), COPY_MS);
  }

  private async keepCopy(): Promise<void> {
    clearTimeout(this.copyTimer);
    this.copyTimer = undefined;
    const { seat, written, tab } = this.place;
    const copy = { seat, written, tab, base: this.base, document: this.text };
    const pending = { inFlight: this.inFlight, typed: this.typed, parted: this.now.other, isSent: this.isKept };
    if (!this.isKept || this.now.other) await this.copies.put({ ...copy, ...pending, at: Date.now() });
  }

  private count(): void {
    const kept = this.kept ? plain(JSON.parse(this.kept) as Prose) : "";
    const count = this.isKept ? 0 : Math.max(1, unsent(plain(this.text), kept));
    if (count !== this.now.unsent) this.set({ unsent: count });
  }

  private set(change: Partial<WriterState>): void {
    this.now = { ...this.now, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
