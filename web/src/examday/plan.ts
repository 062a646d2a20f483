/** What the timetable has, beside what happens. Pure. */

import type { BoardPlace, PlannedStep, WatchedPlace } from "../api/schema";

/** Up to so many candidates leave room below them on the board. */
export const FEW = 5;

/** The step of what runs, is paused or comes next; none once all has ended, or without a plan. */
export function stepNow(place: WatchedPlace): PlannedStep | undefined {
  if (place.presence === "abandoned") return undefined;
  const current = place.phases.find((phase) => phase.state !== "ended");
  return place.plan.find((step) => step.phase === current?.phase);
}

export interface Coming<P extends WatchedPlace> {
  place: P;
  step: PlannedStep;
}

/** Whatever has not begun, of everybody who is still there, in the order of the hours. */
export function comingSteps<P extends WatchedPlace>(places: readonly P[]): Coming<P>[] {
  return places
    .filter((place) => place.presence !== "abandoned")
    .flatMap((place) =>
      place.plan
        .filter((step) => place.phases.some((one) => one.phase === step.phase && one.state === "not_started"))
        .map((step) => ({ place, step })),
    )
    .sort((a, b) => Date.parse(a.step.at) - Date.parse(b.step.at));
}

/** When this step is expected, where that is later than its hour and than its lateness says: its jury is not free. */
export function expectedLater(place: WatchedPlace | BoardPlace, step: PlannedStep): string | undefined {
  const isNext = place.phases.some((one) => one.phase === step.phase && one.state === "not_started");
  const expected = "expected" in place ? place.expected.find((one) => one.phase === step.phase)?.begins_at : undefined;
  if (!isNext || !expected) return undefined;
  const later = (Date.parse(expected) - Date.parse(step.at)) / 60_000;
  const isSameDay = new Date(expected).toDateString() === new Date(step.at).toDateString();
  const told = stepNow(place) === step ? place.minutes_behind : 0;
  return isSameDay && later >= told + 1 ? expected : undefined;
}
