/** Where each candidate's day goes: what was, what runs until its deadline, what follows if nothing waits. Pure. */

import type { PhaseOnBoard } from "../api/schema";
import type { PhaseId } from "./words";

export interface Bar {
  phase: PhaseId;
  state: PhaseOnBoard["state"];
  from: number;
  to: number;
  extraMinutes: number;
}

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;

/** Bars in milliseconds since 1970; a paused phase would go on now. */
export function barsOf(phases: readonly PhaseOnBoard[], now: number): Bar[] {
  let free = now;
  return phases.map((phase) => {
    const started = phase.started_at ? Date.parse(phase.started_at) : null;
    const lasts = phase.remaining_seconds * 1000;
    let from = started ?? free;
    let to: number;
    if (phase.state === "ended") to = phase.ended_at ? Date.parse(phase.ended_at) : from;
    else if (phase.state === "running") to = phase.ends_at ? Date.parse(phase.ends_at) : now + lasts;
    else if (phase.state === "paused") to = now + lasts;
    else {
      from = free;
      to = free + lasts;
    }
    free = Math.max(free, to);
    return { phase: phase.phase, state: phase.state, from, to, extraMinutes: phase.extra_minutes };
  });
}

/** The hours that hold all bars, from half-hour to half-hour. */
export function spanOf(bars: readonly Bar[], now: number): { from: number; to: number } {
  const first = Math.min(now, ...bars.map((bar) => bar.from));
  const last = Math.max(now + HALF_HOUR, ...bars.map((bar) => bar.to));
  return { from: Math.floor(first / HALF_HOUR) * HALF_HOUR, to: Math.ceil(last / HALF_HOUR) * HALF_HOUR };
}

/** Hours to be written above the bars: every half-hour of a short day, every hour of a long one. */
export function ticksOf(span: { from: number; to: number }): number[] {
  const step = span.to - span.from > 5 * 60 * MINUTE ? 2 * HALF_HOUR : HALF_HOUR;
  const first = Math.ceil(span.from / step) * step;
  const ticks: number[] = [];
  for (let at = first; at <= span.to; at += step) ticks.push(at);
  return ticks;
}
