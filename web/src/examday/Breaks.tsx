/** Breaks that a decision grants: until when, how many are left, and who keeps the room begins and ends them. */

import styles from "./board.module.css";

import { type ReactNode, useState } from "react";

import type { BreaksView, WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { MinutesField } from "../shared/MinutesField";
import { hour } from "./hours";
import type { DayActs } from "./useDayActs";

/** « Pause jusqu'à 10:42 », while a break holds a phase of this candidate; else null. */
export function breakWords(phases: WatchedPlace["phases"]): string | null {
  const held = phases.find((phase) => phase.break_until);
  return held?.break_until ? t("Pause jusqu'à {at}", { at: hour(held.break_until) }) : null;
}

/** « Pauses : reste 1 sur 2, de 10 min au plus ». */
export function breaksLeft(breaks: BreaksView): string {
  return t("Pauses : reste {left} sur {granted}, de {minutes} min au plus", { ...breaks });
}

/** Nothing where no decision grants one. */
export function BreakForm({ place, acts }: { place: WatchedPlace; acts: DayActs }): ReactNode {
  const { breaks } = place;
  const [minutes, setMinutes] = useState(breaks?.minutes ?? 0);
  const until = breakWords(place.phases);
  if (!breaks && !until) return null;
  const runs = place.phases.some((phase) => phase.state === "running");
  const of = `seats/${place.seat_id}/break`;
  return (
    <fieldset className={styles.part}>
      <legend>{t("Pauses accordées")}</legend>
      <p className="small" role="status">
        {[until, breaks && breaksLeft(breaks)].filter(Boolean).join(" · ")}
      </p>
      {until ? (
        <div className="row">
          <button className="btn slim" disabled={acts.isBusy} onClick={() => void acts.act(`${of}/end`)}>
            {t("Terminer la pause maintenant")}
          </button>
        </div>
      ) : runs ? (
        <div className="row wrap">
          <MinutesField
            label={t("Durée de la pause, en minutes")}
            most={breaks?.minutes ?? 60}
            minutes={minutes}
            onMinutes={setMinutes}
          />
          <button
            className="btn slim"
            disabled={acts.isBusy || minutes < 1}
            onClick={() => void acts.act(of, { minutes })}
          >
            {t("Commencer une pause")}
          </button>
        </div>
      ) : (
        <p className="soft small">{t("Une pause se prend pendant une étape.")}</p>
      )}
    </fieldset>
  );
}
