import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { Board, WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { sameDay } from "../shared/DayPicker";
import { hour } from "./hours";
import { comingSteps, expectedLater, stepNow } from "./plan";
import { PHASE_NAMES } from "./words";

/** « prévu 10:40, salle B · 12 min de retard », or « · vers 11:00 » where it waits for its jury besides: what the timetable has for what runs or comes next. */
export function Planned({ place }: { place: WatchedPlace }): ReactNode {
  const step = stepNow(place);
  if (!step) return null;
  const later = expectedLater(place, step);
  return (
    <span className={styles.planned}>
      {step.room
        ? t("prévu {at}, {room}", { at: hour(step.at), room: step.room })
        : t("prévu {at}", { at: hour(step.at) })}
      {!later && place.minutes_behind > 0 && <b className={styles.ring}>{` · ${lateWords(place.minutes_behind)}`}</b>}
      {later && <b className={styles.ring}>{` · ${t("vers {at}", { at: hour(later) })}`}</b>}
    </span>
  );
}

/** « 12 min de retard », « 1 h 05 de retard ». */
function lateWords(minutes: number): string {
  if (minutes < 60) return t("{n} min de retard", { n: minutes });
  return t("{h} h {min} de retard", { h: Math.floor(minutes / 60), min: String(minutes % 60).padStart(2, "0") });
}

/** Below a few candidates: what the timetable still has today, or the way to make one. */
export function PlanOfDay({ board }: { board: Board }): ReactNode {
  const steps = comingSteps(board.places);
  const timetable = `/sessions/${board.session_id}/emploi-du-temps${sameDay(board.days.length > 1 ? board.day : undefined)}`;
  return (
    <div className={styles.plan} role="region" aria-labelledby="plan" tabIndex={0}>
      <h2 id="plan">{t("Plan de la journée")}</h2>
      {board.timetable === "none" && !board.closed && (
        <p className="small">
          {t("L'emploi du temps n'est pas fait : ni heure ni salle ne sont prévues.")}{" "}
          <a className="link" href={timetable}>
            {t("Faire l'emploi du temps")}
          </a>
        </p>
      )}
      {board.timetable === "undated" && !board.closed && (
        <p className="small">
          {t("L'emploi du temps est fait, mais cette journée n'a pas de date : ses heures ne s'affichent pas ici.")}{" "}
          <a className="link" href={timetable}>
            {t("Fixer la date")}
          </a>
        </p>
      )}
      {board.timetable === "made" && steps.length === 0 && (
        <p className="soft small">{t("Tout ce qui était prévu a commencé.")}</p>
      )}
      <ol className={`plain-list ${styles.steps}`}>
        {steps.map(({ place, step }) => {
          const later = expectedLater(place, step);
          return (
            <li key={`${place.seat_id} ${step.phase}`}>
              <b className="num">{hour(step.at)}</b>
              <span>
                {[t(PHASE_NAMES[step.phase]), place.candidate_name, step.room].filter(Boolean).join(" · ")}
                {later && <b className={styles.ring}>{` · ${t("vers {at}", { at: hour(later) })}`}</b>}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
