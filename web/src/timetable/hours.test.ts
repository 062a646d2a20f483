import { expect, it } from "vitest";

import { dragged, hour, minutesOf, place, spanOf, timeValue } from "./hours";

it("writes and reads hours", () => {
  expect(hour(640)).toBe("10:40");
  expect(timeValue(510)).toBe("08:30");
  expect(minutesOf("10:40")).toBe(640);
  expect(minutesOf("")).toBeNull();
  expect(minutesOf("25:00")).toBeNull();
});

it("draws the whole hours around the day", () => {
  const span = spanOf([{ start: 510, minutes: 75 }], 510);
  expect(span).toEqual({ from: 480, until: 600 });
  expect(place(span, 510, 30)).toEqual({ left: "25%", width: "25%" });
  expect(spanOf([], 510)).toEqual({ from: 480, until: 600 });
});

it("drops a dragged bar on five minutes", () => {
  const span = { from: 480, until: 960 };
  expect(dragged(510, 31, 480, span)).toBe(540);
  expect(dragged(510, -9999, 480, span)).toBe(0);
});
