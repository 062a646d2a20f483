/** What the colours of the plan are: bars that are too short bear no word. */

import styles from "./timetable.module.css";

import type { ReactNode } from "react";

import type { BookingView } from "../api/schema";
import { t } from "../i18n/t";

type Activity = BookingView["activity"];

/** Activities of one colour, and what they are called together. */
const COLOURS: [string, Activity[]][] = [
  ["Étude de cas", ["case_study"]],
  ["Préparation", ["preparation", "interview_preparation"]],
  ["Échanges", ["exchanges"]],
  ["Entretiens", ["recorded_sequence", "debrief", "technical_interview", "final_interview"]],
  ["Correction, délibération", ["correction", "deliberation"]],
  ["Déjeuner", ["lunch"]],
];

export const LEGEND_WORDS = COLOURS.map(([words]) => words);

export function Legend({ bookings }: { bookings: readonly BookingView[] }): ReactNode {
  const planned = new Set(bookings.map((one) => one.activity));
  const shown = COLOURS.filter(([, activities]) => activities.some((one) => planned.has(one)));
  return (
    <ul className={`row wrap small ${styles.legend}`} aria-label={t("Couleurs du plan")}>
      {shown.map(([words, [activity]]) => (
        <li key={words} className="row">
          <i className={`${styles.swatch} ${styles[activity ?? ""] ?? ""}`} aria-hidden="true" />
          {t(words)}
        </li>
      ))}
    </ul>
  );
}
