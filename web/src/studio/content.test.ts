import { expect, it } from "vitest";

import { freeId, getAt, isBlank, listAt, setAt, textAt } from "./content";

it("reads along a path, through blocks and lists", () => {
  const content = { jury: { observables: [{ criterion: "CP1.1" }] }, minutes: 8 };
  expect(getAt(content, "jury.observables.0.criterion")).toBe("CP1.1");
  expect(textAt(content, "minutes")).toBe("8");
  expect(textAt(content, "jury.mood")).toBe("");
  expect(listAt(content, "jury.objections")).toEqual([]);
});

it("changes one value and leaves what it was as it was", () => {
  const before = { jury: { objections: ["a", "b"] } };
  const after = setAt(before, "jury.objections.1", "c");
  expect(after.jury.objections).toEqual(["a", "c"]);
  expect(before.jury.objections).toEqual(["a", "b"]);
  expect(setAt({}, "jury.mood_evolution.0.when", "x")).toEqual({ jury: { mood_evolution: [{ when: "x" }] } });
});

it("knows what is blank, and finds a free identifier", () => {
  expect(isBlank({ a: "", b: [" "], c: null })).toBe(true);
  expect(isBlank({ a: "", b: [0] })).toBe(false);
  expect(freeId("fait", ["fait-1", "fait-2"])).toBe("fait-3");
});
