/** The lines of the drawn day: each jury pair with those whom it sees, then those whom nobody sees yet. Pure. */

import type { BookingView, TimetableView } from "../api/schema";

export interface Line {
  id: string;
  name: string;
  detail: string;
  isJury: boolean;
  bookings: BookingView[];
}

const NOT_THERE = new Set(["correction", "deliberation"]);

/** Bookings at which the candidate is not present stand on the pair's line only. */
export function linesOf(day: TimetableView): Line[] {
  const pairOf = new Map<string, string>();
  for (const one of day.bookings) if (one.candidate && one.pair) pairOf.set(one.candidate, one.pair);
  const candidates = day.candidates.filter((one) => !one.absent);
  const lineOf = (one: (typeof candidates)[number]): Line => ({
    id: one.seat_id,
    name: one.name,
    detail: one.label,
    isJury: false,
    bookings: ofWhom(day, (booking) => booking.candidate === one.seat_id && !NOT_THERE.has(booking.activity)),
  });
  const lines: Line[] = [];
  for (const pair of day.pairs) {
    lines.push({
      id: pair.id,
      name: pair.name,
      detail: pair.jurors.map((one) => one.name).join(" · "),
      isJury: true,
      bookings: ofWhom(day, (booking) => booking.pair === pair.id),
    });
    lines.push(...candidates.filter((one) => pairOf.get(one.seat_id) === pair.id).map(lineOf));
  }
  lines.push(...candidates.filter((one) => !pairOf.has(one.seat_id)).map(lineOf));
  return lines;
}

function ofWhom(day: TimetableView, isTheirs: (booking: BookingView) => boolean): BookingView[] {
  return day.bookings.filter(isTheirs).sort((one, other) => one.start - other.start);
}

export type Step = "candidates" | "ground" | "plan" | "print";

/** What is to be done next: the one obvious button is there. */
export function nextStep(day: TimetableView): Step {
  if (day.candidates.length === 0) return "candidates";
  if (day.rooms.length === 0 || (day.pairs.length === 0 && day.bookings.length === 0)) return "ground";
  if (day.bookings.length === 0 || day.published_version !== day.version) return "plan";
  return "print";
}
