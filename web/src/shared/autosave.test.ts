import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Autosave } from "./autosave";

let sent: string[];
let answers: ((isKept: boolean) => void)[];
const save = (text: string): Promise<boolean> => {
  sent.push(text);
  return new Promise((resolve) => answers.push(resolve));
};
const answer = async (isKept = true): Promise<void> => {
  answers.shift()?.(isKept);
  await vi.advanceTimersByTimeAsync(0);
};
const field = (saved = "", key: string | null = null): Autosave => {
  const made = new Autosave(saved, key);
  made.saveWith(save);
  return made;
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  answers = [];
});
afterEach(() => {
  vi.useRealTimers();
});

it("sends once, a moment after the last key", async () => {
  const notes = field();
  notes.type("B");
  vi.advanceTimersByTime(300);
  notes.type("Bo");
  vi.advanceTimersByTime(700);
  expect(sent).toEqual(["Bo"]);
  expect(notes.snapshot().status).toBe("sending");
  await answer();
  expect(notes.snapshot()).toEqual({ text: "Bo", status: "saved" });
});

it("sends at once when one leaves the field, and not twice", () => {
  const notes = field();
  notes.type("x");
  notes.flush();
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual(["x"]);
});

it("is not overwritten by an older text of its own that comes back late", async () => {
  const notes = field();
  notes.type("a");
  notes.flush();
  notes.type("ab");
  notes.told("a");
  expect(notes.snapshot().text).toBe("ab");
  notes.flush();
  notes.told("a");
  expect(notes.snapshot().text).toBe("ab");
  await answer();
  await answer();
  expect(notes.snapshot()).toEqual({ text: "ab", status: "saved" });
});

it("takes over what the server says while nothing is written here", () => {
  const notes = field("a");
  notes.told("b");
  expect(notes.snapshot().text).toBe("b");
});

it("says that it failed, and tries again", async () => {
  const notes = field();
  notes.type("x");
  notes.flush();
  await answer(false);
  expect(notes.snapshot().status).toBe("failed");
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(["x", "x"]);
});

it("keeps over a reload what the server does not have, and sends it then", async () => {
  field("", "k").type("pas encore envoyé");
  const again = field("", "k");
  expect(again.snapshot()).toEqual({ text: "pas encore envoyé", status: "typing" });
  vi.advanceTimersByTime(700);
  expect(sent.at(-1)).toBe("pas encore envoyé");
  while (answers.length > 0) await answer();
  expect(localStorage.getItem("k")).toBeNull();
});

it("sends nothing when the text is back to what the server has", () => {
  const notes = field("a");
  notes.type("ab");
  notes.type("a");
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([]);
  expect(notes.snapshot().status).toBe("saved");
});

it("goes on no more once it is left: the next field sends what this browser kept, and no older text after it", async () => {
  const before = field("", "k");
  before.type("avant la pause");
  before.leave();
  await answer(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(["avant la pause"]);
  const after = field("", "k");
  expect(after.snapshot().text).toBe("avant la pause");
  after.type("avant la pause, et après");
  after.flush();
  await answer();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(["avant la pause", "avant la pause, et après"]);
  expect(localStorage.getItem("k")).toBeNull();
});

it("removes nothing that another field has kept meanwhile", async () => {
  const before = field("", "k");
  before.type("premier");
  before.leave();
  field("", "k").type("second");
  await answer();
  expect(localStorage.getItem("k")).toBe("second");
});
