import { expect, it } from "vitest";

import { InTurn } from "./inTurn";

/** A question or change that ends when it is told to. */
function open<T>(): { begun: boolean; end: (value: T) => void; run: () => Promise<T> } {
  let end: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (end = resolve));
  const one = {
    begun: false,
    end: (value: T) => end(value),
    run: () => {
      one.begun = true;
      return promise;
    },
  };
  return one;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it("sends the second change when the first has ended", async () => {
  const turns = new InTurn();
  const [first, second] = [open<string>(), open<string>()];
  const both = Promise.all([turns.send(first.run), turns.send(second.run)]);
  await settled();
  expect([first.begun, second.begun]).toEqual([true, false]);
  first.end("one");
  await settled();
  expect(second.begun).toBe(true);
  second.end("two");
  expect(await both).toEqual(["one", "two"]);
});

it("goes on after a change that failed", async () => {
  const turns = new InTurn();
  await expect(turns.send(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await turns.send(() => Promise.resolve(2))).toBe(2);
  expect(await turns.ask(() => Promise.resolve(3))).toBe(3);
});

it("does not believe what was asked before or during a change", async () => {
  const turns = new InTurn();
  const [before, change] = [open<string>(), open<string>()];
  const early = turns.ask(before.run);
  const sent = turns.send(change.run);
  const during = turns.ask(() => Promise.resolve("old"));
  before.end("older");
  change.end("done");
  await sent;
  expect([await early, await during]).toEqual([null, null]);
  expect(await turns.ask(() => Promise.resolve("new"))).toBe("new");
});
