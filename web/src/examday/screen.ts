/** Which screen a candidate of an exam day has now, from their phases' clocks alone. Pure. */

import type { ClockView } from "../api/schema";
import type { PhaseId } from "./words";

export type Screen =
  | { kind: "phase"; phase: PhaseId }
  /** `until`: of a break that a decision grants. `isShut`: on one, or driven out of one, or out of the room. */
  | { kind: "paused"; phase: PhaseId; until: string | null; isShut: boolean; isEvacuated: boolean }
  | { kind: "waiting"; next: PhaseId; done: PhaseId | null }
  | { kind: "finished" };

/** `isBusy`: an exchange still goes on: it may conclude after the end of its phase. */
export function screenOf(phases: readonly ClockView[], isBusy: boolean): Screen {
  if (isBusy) return { kind: "phase", phase: "exchanges" };
  const running = phases.find((clock) => clock.state === "running");
  if (running) return { kind: "phase", phase: running.phase };
  const paused = phases.find((clock) => clock.state === "paused");
  if (paused) {
    const { phase, break_until: until, is_shut: isShut, is_evacuated: isEvacuated } = paused;
    return { kind: "paused", phase, until, isShut, isEvacuated };
  }
  const next = phases.find((clock) => clock.state === "not_started");
  if (!next) return { kind: "finished" };
  return {
    kind: "waiting",
    next: next.phase,
    done: phases.findLast((clock) => clock.state === "ended")?.phase ?? null,
  };
}

/** On a break, and where a measure cut one short, nothing of the exam is on the screen. */
export function isShut(screen: Screen): boolean {
  return screen.kind === "paused" && screen.isShut;
}

/** The clock to be shown beside it: of what runs or waits, else of what comes. */
export function clockShown(phases: readonly ClockView[], screen: Screen): ClockView | undefined {
  const wanted = screen.kind === "finished" ? undefined : screen.kind === "waiting" ? screen.next : screen.phase;
  return phases.find((clock) => clock.phase === wanted) ?? phases.at(-1);
}
