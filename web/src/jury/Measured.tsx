import css from "./jury.module.css";

import type { ReactNode } from "react";

import type { MeasuredView } from "../api/schema";
import { t } from "../i18n/t";

/** Measured facts beside the criteria. They help to justify; the jury decides alone. */
export function Measured({ measured }: { measured: MeasuredView }): ReactNode {
  const seconds = (value: number | null): string => (value === null ? "—" : `${Math.round(value)}\u00a0s`);
  const figures: [string, string, string][] = [];
  if (measured.answer_target_seconds !== null)
    figures.push([t("Décroché"), seconds(measured.answer_seconds), `/ ${measured.answer_target_seconds}`]);
  if (measured.hold_seconds !== null)
    figures.push([t("Attente"), seconds(measured.hold_seconds), measured.holds ? `× ${measured.holds}` : ""]);
  if (measured.candidate_speech_percent !== null)
    figures.push([t("Parole"), `${Math.round(measured.candidate_speech_percent)}\u00a0%`, ""]);
  if (measured.interruptions !== null) figures.push([t("Coupures"), String(measured.interruptions), ""]);
  if (measured.silences_over_3s !== null) figures.push([t("Silences > 3 s"), String(measured.silences_over_3s), ""]);
  if (measured.first_reply_target_seconds !== null)
    figures.push([t("1re réponse"), seconds(measured.first_reply_seconds), `/ ${measured.first_reply_target_seconds}`]);
  if (measured.reply_target_seconds !== null)
    figures.push([
      t("Réponses"),
      seconds(measured.mean_reply_seconds),
      `max ${seconds(measured.slowest_reply_seconds)} / ${measured.reply_target_seconds}`,
    ]);
  if (figures.length === 0) return null;
  return (
    <div className={css.measured}>
      <div className="label">{t("Mesuré")}</div>
      <div className={css.measuredRow}>
        {figures.map(([label, value, target]) => (
          <div key={label}>
            <div className="tiny soft">{label}</div>
            <div className="num strong">
              {value} <span className="tiny soft">{target}</span>
            </div>
          </div>
        ))}
      </div>
      <div className="tiny soft">{t("Ces repères aident à justifier ; le jury décide seul.")}</div>
    </div>
  );
}
