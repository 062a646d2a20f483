import { expect, it } from "vitest";

import { type Outcome, type Piece, type PieceCopies, PieceQueue } from "./pieces";

class Kept implements PieceCopies {
  pieces = new Map<number, Piece>();
  put(piece: Piece): Promise<void> {
    this.pieces.set(piece.number, piece);
    return Promise.resolve();
  }
  remove(_: string, number: number): Promise<void> {
    this.pieces.delete(number);
    return Promise.resolve();
  }
  of(): Promise<Piece[]> {
    return Promise.resolve([...this.pieces.values()].reverse());
  }
}

const piece = (number: number): Piece => ({ reaction: "r", number, part: 0, rate: 16000, samples: new ArrayBuffer(4) });
const at = 1_000;

it("sends pieces one after the other, again after a cut, and forgets only what was acknowledged", async () => {
  const copies = new Kept();
  const sent: number[] = [];
  const outcomes: Outcome[] = [{ is: "kept" }, { is: "later" }, { is: "later" }, { is: "kept" }, { is: "kept" }];
  const cuts: (number | null)[] = [];
  const queue = new PieceQueue(
    copies,
    ({ number }) => {
      sent.push(number);
      return Promise.resolve(outcomes.shift() ?? { is: "kept" });
    },
    () => {
      cuts.push(queue.snapshot().cutSince);
      expect([...copies.pieces.keys()]).toEqual([1, 2]);
      return Promise.resolve();
    },
    () => at,
  );
  [0, 1, 2].forEach((number) => queue.add(piece(number)));
  await queue.drained();
  expect(sent).toEqual([0, 1, 1, 1, 2]);
  expect(cuts).toEqual([at, at]);
  expect(queue.snapshot()).toEqual({ waiting: 0, cutSince: null, refusal: "" });
  expect(copies.pieces.size).toBe(0);
});

it("takes up what a killed page left, and nothing that the server has already", async () => {
  const copies = new Kept();
  [3, 4, 5].forEach((number) => void copies.put(piece(number)));
  const sent: number[] = [];
  const queue = new PieceQueue(copies, ({ number }) => {
    sent.push(number);
    return Promise.resolve({ is: "kept" });
  });
  expect(await queue.takeUp("r", 4)).toBe(6);
  await queue.drained();
  expect(sent).toEqual([4, 5]);
});

it("keeps what the server refuses, and says why", async () => {
  const copies = new Kept();
  const queue = new PieceQueue(copies, () => Promise.resolve({ is: "refused", words: "Non." }));
  queue.add(piece(0));
  await queue.drained();
  expect(queue.snapshot().refusal).toBe("Non.");
  expect(copies.pieces.size).toBe(1);
});
