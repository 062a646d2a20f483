import type { ReactNode } from "react";

import { server } from "../api/client";
import { t } from "../i18n/t";

interface DayLinkProps {
  sessionId: string;
  isExam: boolean;
  /** Somebody is there to hold it with. */
  isNext: boolean;
}

/** From a session's page to its envelopes and its day, where it is held as one. */
export function DayLink({ sessionId, isExam, isNext }: DayLinkProps): ReactNode {
  const { data: days } = server.useQuery("get", "/api/staff/exam-days", {}, { enabled: isExam });
  if (!days?.some((one) => one.session_id === sessionId)) return null;
  return (
    <>
      <a className="btn" href={`/sessions/${sessionId}/plis`}>
        {t("Plis")}
      </a>
      <a className={isNext ? "btn primary" : "btn"} href={`/jury/session/${sessionId}/journee`}>
        {t("Ouvrir la journée")}
      </a>
    </>
  );
}
