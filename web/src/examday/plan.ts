/** What the timetable has, beside what happens. Pure. */

import type { PlannedStep, WatchedPlace } from "../api/schema";

/** Up to so many candidates leave room below them on the board. */
export const FEW = 6;

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
