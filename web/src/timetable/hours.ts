/** Minutes since midnight as people write them, and where a minute stands on the day's line. Pure. */

/** « 10:40 » */
export function hour(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** As `<input type="time">` wants it: « 08:30 ». */
export function timeValue(minutes: number): string {
  return hour(minutes).padStart(5, "0");
}

/** null for what is no time. */
export function minutesOf(value: string): number | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(value);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes < 24 * 60 ? minutes : null;
}

export interface Span {
  from: number;
  until: number;
}

/** The whole hours around what is planned. */
export function spanOf(bookings: readonly { start: number; minutes: number }[], start: number): Span {
  const ends = bookings.map((one) => one.start + one.minutes);
  const starts = bookings.map((one) => one.start);
  const from = Math.floor(Math.min(start, ...starts) / 60) * 60;
  return { from, until: Math.max(from + 60, Math.ceil(Math.max(start + 60, ...ends) / 60) * 60) };
}

/** Per cent of the span's width. */
export function place(span: Span, start: number, minutes: number): { left: string; width: string } {
  const whole = span.until - span.from;
  return { left: `${(100 * (start - span.from)) / whole}%`, width: `${(100 * minutes) / whole}%` };
}

/** A dragged start, on five minutes, within the day. */
export function dragged(start: number, pixels: number, width: number, span: Span): number {
  const moved = start + (pixels / Math.max(1, width)) * (span.until - span.from);
  return Math.min(24 * 60 - 5, Math.max(0, Math.round(moved / 5) * 5));
}
