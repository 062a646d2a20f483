import { expect, it } from "vitest";

import { HEADS, lengthOf } from "./pages";

const LINE = 14 * 1.45;

it("counts the pages of a text, and the lines that are left", () => {
  expect(lengthOf(0, HEADS.letter)).toEqual({ pages: 1, linesLeft: 35 });
  expect(lengthOf(35 * LINE, HEADS.letter)).toEqual({ pages: 1, linesLeft: 0 });
  expect(lengthOf(36 * LINE, HEADS.letter)).toEqual({ pages: 2, linesLeft: 45 });
  expect(lengthOf(43 * LINE, HEADS.text)).toEqual({ pages: 1, linesLeft: 0 });
  expect(lengthOf(44 * LINE, HEADS.text).pages).toBe(2);
});
