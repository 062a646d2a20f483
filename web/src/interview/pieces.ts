/**
 * Pieces of sound on their way to the server: kept on this computer until acknowledged, sent one after the other in
 * their order, again after a cut, as often as it takes. No sound is thrown away here.
 */

export interface Piece {
  reaction: string;
  number: number;
  part: number;
  rate: number;
  samples: ArrayBuffer;
}

export interface PieceCopies {
  put(piece: Piece): Promise<void>;
  remove(reaction: string, number: number): Promise<void>;
  of(reaction: string): Promise<Piece[]>;
}

/** `kept`: on the server's disk. `later`: no answer, or one that may change. `refused`: it will stay refused. */
export type Outcome = { is: "kept" } | { is: "later" } | { is: "refused"; words: string };

export interface Sending {
  waiting: number;
  /** Since when the server has not answered, milliseconds since 1970; null while it does. */
  cutSince: number | null;
  refusal: string;
}

const AGAIN_MS = 1000;

export class PieceQueue {
  private state: Sending = { waiting: 0, cutSince: null, refusal: "" };
  private readonly pieces: Piece[] = [];
  private readonly listeners = new Set<() => void>();
  private pumping: Promise<void> | null = null;

  constructor(
    private readonly copies: PieceCopies,
    private readonly send: (piece: Piece) => Promise<Outcome>,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
    private readonly now: () => number = () => Date.now(),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Sending => this.state;

  add(piece: Piece): void {
    this.pieces.push(piece);
    this.set({ waiting: this.pieces.length });
    void this.copies.put(piece);
    this.pumping ??= this.pump();
  }

  /** What an earlier page left of this reaction, from the piece that the server wants; the number after it. */
  async takeUp(reaction: string, wanted: number): Promise<number> {
    let next = wanted;
    for (const piece of (await this.copies.of(reaction)).sort((one, other) => one.number - other.number)) {
      if (piece.number < next) await this.copies.remove(reaction, piece.number);
      else if (piece.number === next) {
        this.add(piece);
        next += 1;
      }
    }
    return next;
  }

  /** Once nothing waits any more, or the server has refused. */
  async drained(): Promise<void> {
    await this.pumping;
  }

  private async pump(): Promise<void> {
    for (let piece = this.pieces[0]; piece; piece = this.pieces[0]) {
      const outcome = await this.send(piece);
      if (outcome.is === "refused") {
        this.set({ refusal: outcome.words });
        break;
      }
      if (outcome.is === "later") {
        this.set({ cutSince: this.state.cutSince ?? this.now() });
        await this.wait(AGAIN_MS);
        continue;
      }
      this.pieces.shift();
      this.set({ waiting: this.pieces.length, cutSince: null });
      await this.copies.remove(piece.reaction, piece.number);
    }
    this.pumping = null;
  }

  private set(change: Partial<Sending>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
