/** Which day of a session of several is shown; nothing where there is one. */

import type { ReactNode } from "react";
import { useSearchParams } from "react-router";

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

/** The day that is shown, in the page's address (« ?jour=2027-05-12 »): a reload or a link shows the same. */
export function useDayInAddress(): [string | undefined, (day: string) => void] {
  const [search, setSearch] = useSearchParams();
  const choose = (day: string): void => {
    const next = new URLSearchParams(search);
    next.set("jour", day);
    setSearch(next, { replace: true });
  };
  return [search.get("jour") ?? undefined, choose];
}

/** To another page of the same session: « ?jour=… » where a day was chosen. */
export function sameDay(day: string | undefined): string {
  return day ? `?jour=${day}` : "";
}
