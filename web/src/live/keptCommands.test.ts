import { beforeEach, expect, it } from "vitest";

import { KeptCommands } from "./keptCommands";

const mark = { type: "mark.place", mark_id: "m" };

beforeEach(() => localStorage.clear());

it("keeps over a reload, in their order, what the server has not answered", () => {
  const kept = new KeptCommands("jury.s.Claire");
  kept.add("1", mark);
  kept.add("2", { type: "mark.remove", mark_id: "m" });
  kept.done("1");
  expect(new KeptCommands("jury.s.Claire").all()).toEqual([
    { id: "2", message: { type: "mark.remove", mark_id: "m" } },
  ]);
});

it("never hands one person's work to another", () => {
  new KeptCommands("jury.s.Claire").add("1", mark);
  expect(new KeptCommands("jury.s.Marc").all()).toEqual([]);
});

it("leaves nothing behind once all is kept", () => {
  const kept = new KeptCommands("x");
  kept.add("1", mark);
  kept.done("1");
  expect(localStorage.length).toBe(0);
});

it("disturbs nobody where the browser's storage is full or forbidden", () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException("", "QuotaExceededError");
    },
    removeItem: () => undefined,
  };
  const before = Object.getOwnPropertyDescriptor(window, "localStorage");
  Object.defineProperty(window, "localStorage", { value: full, configurable: true });
  expect(() => new KeptCommands("x").add("1", mark)).not.toThrow();
  if (before) Object.defineProperty(window, "localStorage", before);
});
