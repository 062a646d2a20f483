import { expect, it } from "vitest";

import { number } from "./kappaWords";

it("writes a coefficient with a comma and a true minus sign, never minus nothing", () => {
  expect([0.618, -0.0476, -0.001, 0].map(number)).toEqual(["0,62", "\u22120,05", "0,00", "0,00"]);
});
