import { expect, it } from "vitest";

import { limitWords, passedLimit, wasGiven } from "./timeLeft";

it.each([
  [600.4, 599.9, 600],
  [300.2, 300, 300],
  [61, 59.5, 60],
  [0.4, 0, 0],
])("speaks when the clock goes from %d to %d seconds", (before, left, limit) =>
  expect(passedLimit(before, left)).toBe(limit),
);

it.each([
  [3600, 3599],
  [599, 598],
  [59, 599],
])("is silent from %d to %d seconds", (before, left) => expect(passedLimit(before, left)).toBeNull());

it("says only the last limit after a sleep of the machine", () => expect(passedLimit(900, 40)).toBe(60));

it.each([
  [0, 600, true],
  [120, 1320, true],
  [120, 119, false],
  [119, 121, false],
])("notices that time was given between %d and %d seconds: %s", (before, left, given) =>
  expect(wasGiven(before, left)).toBe(given),
);

it("says it in words", () => {
  expect(limitWords(300)).toBe("Il reste 5\u00a0min.");
  expect(limitWords(0)).toBe("Le temps est écoulé.");
});
