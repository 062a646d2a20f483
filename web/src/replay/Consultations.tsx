/** What was said with the supervisor while the customer waited: when, with whom, how it ended, and its sound. */

import css from "./replay.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { clock, spoken } from "../shared/time";
import { silenceOthers } from "./oneSound";

export function Consultations({
  view,
  zero,
  seek,
}: {
  view: ReplayView;
  zero: number;
  seek: (seconds: number) => void;
}): ReactNode {
  if (view.consultations.length === 0) return null;
  // Who is both customer and supervisor has nobody left to speak with: the transfer ends the call.
  const isSpokenAfter =
    view.transferred_at_seconds !== null &&
    view.recordings.some((one) => one.starts_at_seconds + one.seconds > (view.transferred_at_seconds ?? 0) + 1);
  return (
    <ul className={clsx("plain-list", css.consultations)} aria-label={t("Consultations du superviseur")}>
      {view.consultations.map((one) => (
        <li key={one.consultation_id} className="row wrap">
          <button className="btn slim" onClick={() => seek(one.at_seconds)}>
            <span className="num">{clock(Math.max(0, one.at_seconds - zero))}</span>
          </button>
          <span className="small">
            <b>{t("Consultation du superviseur")}</b>
            {one.supervisor && ` (${one.supervisor})`}
            {one.seconds > 0 && ` · ${spoken(one.seconds)}`}
            {one.reason && ` · ${one.reason}`}
          </span>
          <span className="grow" />
          {one.recording?.audio_url && (
            // eslint-disable-next-line jsx-a11y/media-has-caption -- a recording of two people; what they said is not written
            <audio
              controls
              preload="none"
              src={one.recording.audio_url}
              aria-label={t("Le conseiller à gauche, le superviseur à droite")}
              onPlay={(event) => silenceOthers(event.currentTarget)}
            />
          )}
          {one.recording?.state === "finishing" && (
            <span className="small soft">{t("L'enregistrement se prépare : quelques secondes…")}</span>
          )}
        </li>
      ))}
      {isSpokenAfter && view.transferred_at_seconds !== null && (
        <li className="small soft">
          {t("À partir de {time}, la voie de gauche est celle du superviseur.", {
            time: clock(Math.max(0, view.transferred_at_seconds - zero)),
          })}
        </li>
      )}
    </ul>
  );
}

/** The words of a held stretch: waiting, or waiting while the supervisor was asked. */
export function holdWords(view: ReplayView, start: number, seconds: number): string {
  const isConsulted = view.consultations.some(
    (one) => one.at_seconds < start + seconds && (one.ends_at_seconds ?? Infinity) > start,
  );
  return isConsulted
    ? t("consultation du superviseur {time}", { time: spoken(seconds) })
    : t("attente {time}", { time: spoken(seconds) });
}
