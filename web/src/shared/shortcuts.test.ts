import { beforeEach, expect, it } from "vitest";

import { actionOf, altLetter, ShortcutStore, withLetter } from "./shortcuts";

const press = (key: string, more = {}) => ({
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
  key,
  code: "",
  ...more,
});
const shortcuts = { isOff: false, letters: { answer: "r", mute: "m" } };

beforeEach(() => localStorage.clear());

it("answers to Alt and the letter, whatever its case", () => {
  expect(actionOf(shortcuts, press("r"))).toBe("answer");
  expect(actionOf(shortcuts, press("R"))).toBe("answer");
  expect(actionOf(shortcuts, press("z"))).toBeNull();
});

it.each([{ altKey: false }, { ctrlKey: true }, { metaKey: true }, { repeat: true }])(
  "never answers to typing: %o",
  (more) => expect(actionOf(shortcuts, press("r", more))).toBeNull(),
);

it("reads the letter and not the key's place: Q of a French keyboard is no A", () => {
  expect(altLetter(press("q", { code: "KeyA" }))).toBe("q");
});

it("reads the key's place where Alt types a symbol", () => {
  expect(altLetter(press("®", { code: "KeyR" }))).toBe("r");
});

it("does nothing once switched off", () => {
  expect(actionOf({ ...shortcuts, isOff: true }, press("r"))).toBeNull();
});

it("swaps two letters rather than losing one", () => {
  expect(withLetter(shortcuts, "answer", "M").letters).toEqual({ answer: "m", mute: "r" });
  expect(withLetter(shortcuts, "answer", "é")).toBe(shortcuts);
});

it("keeps a choice in this browser, and learns actions that it did not know", () => {
  new ShortcutStore({ answer: "r" }).set({ isOff: false, letters: { answer: "p" } });
  expect(new ShortcutStore({ answer: "r", mute: "m" }).snapshot().letters).toEqual({ answer: "p", mute: "m" });
});

it("comes back to the first letters", () => {
  const store = new ShortcutStore({ answer: "r" });
  store.set({ isOff: true, letters: { answer: "p" } });
  store.reset();
  expect(store.snapshot()).toEqual({ isOff: false, letters: { answer: "r" } });
});
