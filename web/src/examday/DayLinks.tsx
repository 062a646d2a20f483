import type { ReactNode } from "react";

import { server } from "../api/client";
import { plural, t } from "../i18n/t";

/** Exam days that I lead or keep, on the first page of the staff. */
export function DayLinks(): ReactNode {
  const { data: me } = server.useQuery("get", "/api/staff/me");
  const mayKeep = me?.roles.some((role) => role === "session_lead" || role === "invigilator") ?? false;
  const { data: days } = server.useQuery("get", "/api/staff/exam-days", {}, { enabled: mayKeep });
  if (!days || days.length === 0) return null;
  return (
    <section className="col" aria-labelledby="days">
      <h2 id="days" style={{ fontSize: 18 }}>
        {t("Journées d'épreuves")}
      </h2>
      {days
        .filter((one) => !one.closed)
        .map((one) => (
          <a
            key={one.session_id}
            className="card row between"
            href={one.leads ? `/jury/session/${one.session_id}/journee` : `/surveillance/${one.session_id}`}
            style={{ color: "inherit", textDecoration: "none" }}
          >
            <b style={{ fontSize: 18 }}>{one.title}</b>
            <span className="soft">{plural(one.candidates, "{n} candidat", "{n} candidats")}</span>
          </a>
        ))}
    </section>
  );
}
