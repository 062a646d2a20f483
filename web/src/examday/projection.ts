/** Where each candidate's day goes, drawn: the server says what was, what runs until when, what is expected. Pure. */

import type { BoardPlace, PhaseOnBoard } from "../api/schema";
import type { PhaseId } from "./words";

export interface Bar {
  phase: PhaseId;
  state: PhaseOnBoard["state"];
  from: number;
  to: number;
  extraMinutes: number;
}

const MINUTE = 60_000;
const STEPS = [5, 15, 30, 60, 120].map((minutes) => minutes * MINUTE);
const MOST_TICKS = 11;

/** Bars in milliseconds since 1970, as the server expects the day to go on; none of what nobody waits for. */
export function barsOf({ phases, expected }: Pick<BoardPlace, "phases" | "expected">): Bar[] {
  return expected.flatMap(({ phase, begins_at, ends_at }) => {
    const shown = phases.find((one) => one.phase === phase);
    if (!shown) return [];
    const [from, to] = [Date.parse(begins_at), Date.parse(ends_at)];
    return [{ phase, state: shown.state, from, to, extraMinutes: shown.extra_minutes }];
  });
}

/** The hours that hold all bars, from one written hour to another. */
export function spanOf(bars: readonly Bar[], now: number): { from: number; to: number; step: number } {
  const first = Math.min(now, ...bars.map((bar) => bar.from));
  const last = Math.max(now, ...bars.map((bar) => bar.to)) + MINUTE;
  const step = STEPS.find((one) => (last - first) / one < MOST_TICKS) ?? 240 * MINUTE;
  return { from: Math.floor(first / step) * step, to: Math.ceil(last / step) * step, step };
}

/** Hours to be written above the bars; the one that « now » covers is left out. */
export function ticksOf(span: { from: number; to: number; step: number }, now: number): number[] {
  const ticks: number[] = [];
  for (let at = span.from; at <= span.to; at += span.step)
    if (Math.abs(at - now) > (span.to - span.from) * 0.06) ticks.push(at);
  return ticks;
}
