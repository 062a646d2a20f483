import { expect, it } from "vitest";

import { sumOf } from "./byHand";

it("writes four digits as a sum that a pen can follow", () => {
  expect(sumOf("b8a8")).toBe("11×4096 + 8×256 + 10×16 + 8 = 47272");
  expect(sumOf("0001")).toBe("0×4096 + 0×256 + 0×16 + 1 = 1");
  expect(sumOf("ffff")).toBe("15×4096 + 15×256 + 15×16 + 15 = 65535");
});
