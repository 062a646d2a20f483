/** What is said aloud of the time left: at a few moments only, never every second. Pure. */

import { t } from "../i18n/t";
import { spoken } from "./time";

const THRESHOLDS = [600, 300, 60, 0];

/** The limit in seconds that was passed between two looks at the clock, if any. */
export function passedLimit(before: number, left: number): number | null {
  return THRESHOLDS.findLast((limit) => before > limit && left <= limit) ?? null;
}

/** In seconds: above what a clock that is measured anew may jump. */
const GIVEN = 30;

/** Whether time was given between two looks: more, or a phase opened again. What was said before is then untrue. */
export function wasGiven(before: number, left: number): boolean {
  return left - before > GIVEN;
}

export function limitWords(limit: number): string {
  return limit === 0 ? t("Le temps est écoulé.") : t("Il reste {time}.", { time: spoken(limit) });
}
