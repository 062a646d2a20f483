import { expect, it } from "vitest";

import { withSeconds } from "./withSeconds";

it("finds the seconds in a trainer's words", () => {
  expect(withSeconds("Bravo (00:10), à revoir à 12:05.")).toEqual(["Bravo (", 10, "), à revoir à ", 725, "."]);
  expect(withSeconds("de 14:75 à 3:5")).toEqual(["de 14:75 à 3:5"]);
});
