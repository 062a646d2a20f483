import { expect, it } from "vitest";

import { clock, day, spoken, timeOfDay } from "./time";

it.each([
  [2292, "38:12"],
  [222.9, "03:42"],
  [3909, "1:05:09"],
  [-3, "00:00"],
])("shows %d seconds on a clock as %s", (seconds, face) => {
  expect(clock(seconds)).toBe(face);
});

it.each([
  [47, "47 s"],
  [167, "2 min 47"],
  [300, "5 min"],
])("speaks of %d seconds as « %s », never broken over two lines", (seconds, words) => {
  expect(spoken(seconds)).toBe(words.replaceAll(" ", "\u00a0"));
});

it("writes the day out and the time of day to the second", () => {
  const at = new Date(2026, 10, 24, 10, 42, 7).toISOString();
  expect(day(at)).toBe("24 novembre 2026");
  expect(timeOfDay(at)).toBe("10:42:07");
});
