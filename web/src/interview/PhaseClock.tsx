import styles from "./interview.module.css";

import type { ReactNode } from "react";

import type { ClockView } from "../api/schema";
import { useServerClock } from "../shared/useServerClock";
import { t } from "../i18n/t";
import { useNow } from "../shared/useNow";
import { clock as asClock } from "../shared/time";

interface PhaseClockProps {
  view: ClockView | null | undefined;
  serverNow: string | undefined;
  heardAt: number;
}

/** What is left of a phase: the server's deadline, rendered. */
export function PhaseClock({ view, serverNow, heardAt }: PhaseClockProps): ReactNode {
  const now = useNow(useServerClock(serverNow, heardAt));
  if (!view) return null;
  const left = view.ends_at ? Math.max(0, (Date.parse(view.ends_at) - now) / 1000) : view.remaining_seconds;
  const words = {
    running: left > 0 ? t("restant") : t("temps écoulé"),
    paused: t("en pause"),
    not_started: t("pas encore ouverte"),
    ended: t("terminée"),
  }[view.state];
  return (
    <span className={`${styles.clock} num ${view.state === "running" && left < 60 ? styles.last : ""}`} role="timer">
      {view.state !== "ended" && <b>{asClock(left)}</b>} <span>{words}</span>
    </span>
  );
}
