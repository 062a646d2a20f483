import type { ReactNode } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";
import { useNow } from "../shared/useNow";

/** Wrap-up has its own start and its own limit; beyond it, it is said and nothing is taken away. */
export function WrapUpTimer({
  exchange,
  now,
}: {
  exchange: NonNullable<CandidateDesk["exchange"]>;
  now: () => number;
}): ReactNode {
  const current = useNow(now, 1000);
  if (exchange.wrap_up_since === null) return null;
  const seconds = (current - Date.parse(exchange.wrap_up_since)) / 1000;
  const isLate = seconds > exchange.wrap_up_limit_seconds;
  return (
    <>
      <span className={`pill num ${isLate ? "bad" : "ring"}`} role="timer">
        {t("Post-échange {time} / {limit}", { time: clock(seconds), limit: clock(exchange.wrap_up_limit_seconds) })}
      </span>
      <span className={isLate ? "small warn" : "sr"} role="status">
        {isLate ? t("délai dépassé") : t("Complétez la fiche, puis terminez l'échange.")}
      </span>
    </>
  );
}
