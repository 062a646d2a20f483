import { expect, it } from "vitest";

import { dayInWords, nextFriday } from "./days";

it.each([
  ["2026-11-30", "2026-12-04"],
  ["2026-12-03", "2026-12-04"],
  ["2026-12-04", "2026-12-11"],
  ["2026-12-05", "2026-12-11"],
  ["2026-12-28", "2027-01-01"],
])("on %s it is the Friday %s", (today, friday) => {
  expect(nextFriday(new Date(`${today}T23:30`))).toBe(friday);
});

it("is said with its weekday, and with its year where it is another", () => {
  const now = new Date("2026-11-30T09:00");
  expect(dayInWords("2026-12-04", now)).toBe("vendredi 4 décembre");
  expect(dayInWords("2027-01-01", now)).toBe("vendredi 1er janvier 2027");
});
