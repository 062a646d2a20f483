/** Which day of a session of several is shown; nothing where there is one. */

import type { ReactNode } from "react";

import { t } from "../i18n/t";

interface DayPickerProps {
  /** Dates of the session. */
  days: readonly string[];
  /** The one that is shown. */
  day: string;
  choose: (day: string) => void;
}

export function DayPicker({ days, day, choose }: DayPickerProps): ReactNode {
  if (days.length < 2) return null;
  return (
    <label className="row small">
      {t("Jour")}
      <select className="field" style={{ width: "auto" }} value={day} onChange={(event) => choose(event.target.value)}>
        {days.map((one) => (
          <option key={one} value={one}>
            {shortDate(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** « mar. 11 mai 2027 ». */
export function shortDate(date: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  return new Date(`${date}T12:00`).toLocaleDateString("fr-FR", options);
}
