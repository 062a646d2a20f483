import { expect, it } from "vitest";

import { duration, levelWords, stepOf } from "./words";

it("writes figures as a French reader expects", () => {
  expect(duration(45)).toBe("45\u00a0min");
  expect(duration(125)).toBe("2\u00a0h\u00a005");
  expect(levelWords({ observations: 3, favourable: 2 / 3 })).toBe("67\u00a0% sur 3");
  expect(levelWords(null)).toBe("—");
});

it("puts a share on one of three steps", () => {
  expect([0, 0.39, 0.4, 0.74, 0.75, 1].map(stepOf)).toEqual(["low", "low", "middle", "middle", "good", "good"]);
});
