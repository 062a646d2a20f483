/** Where each candidate's day goes: what was, what runs until its deadline, what follows if nothing waits. Pure. */

import type { PhaseOnBoard, PlannedStep } from "../api/schema";
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

/** Bars in milliseconds since 1970; a paused phase would go on now (after its break), and none opens before its planned hour of today. */
export function barsOf(phases: readonly PhaseOnBoard[], now: number, plan: readonly PlannedStep[] = []): Bar[] {
  let free = now;
  return phases.map((phase) => {
    const started = phase.started_at ? Date.parse(phase.started_at) : null;
    const lasts = phase.remaining_seconds * 1000;
    let from = started ?? free;
    let to: number;
    if (phase.state === "ended") to = phase.ended_at ? Date.parse(phase.ended_at) : from;
    else if (phase.state === "running") to = phase.ends_at ? Date.parse(phase.ends_at) : now + lasts;
    else if (phase.state === "paused")
      to = Math.max(now, phase.break_until ? Date.parse(phase.break_until) : 0) + lasts;
    else {
      from = Math.max(free, plannedToday(plan, phase.phase, now));
      to = from + lasts;
    }
    free = Math.max(free, to);
    return { phase: phase.phase, state: phase.state, from, to, extraMinutes: phase.extra_minutes };
  });
}

function plannedToday(plan: readonly PlannedStep[], phase: PhaseId, now: number): number {
  const at = Date.parse(plan.find((step) => step.phase === phase)?.at ?? "");
  return new Date(at).toDateString() === new Date(now).toDateString() ? at : 0;
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
    if (Math.abs(at - now) > (span.to - span.from) * 0.05) ticks.push(at);
  return ticks;
}
