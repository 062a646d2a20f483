import type { ReactNode } from "react";

import type { MySeat } from "../api/schema";
import { t } from "../i18n/t";

/** One link for each exam in which I am of somebody's jury. */
export function DeliberationLinks({ seats }: { seats: MySeat[] }): ReactNode {
  const exams = new Map(
    seats.filter((one) => one.session_kind === "exam").map((one) => [one.session_id, one.session_title]),
  );
  if (exams.size === 0) return null;
  return (
    <nav className="row wrap" aria-label={t("Délibérations")}>
      {[...exams].map(([id, title]) => (
        <a key={id} className="btn" href={`/sessions/${id}/deliberation`}>
          {t("Délibérations · {title}", { title })}
        </a>
      ))}
    </nav>
  );
}
