/** The plan: computed, drawn, moved, undone, its conflicts in words beside it; published at the end. */

import styles from "./timetable.module.css";

import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import type { NewPlan, TimetableView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { DayGrid } from "./DayGrid";
import { hour } from "./hours";
import { Legend } from "./Legend";
import { MoveForm } from "./MoveForm";
import type { Timetable } from "./useTimetable";

export function PlanStep({
  day,
  timetable,
  published,
}: {
  day: TimetableView;
  timetable: Timetable;
  published: () => void;
}): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [method, setMethod] = useState<NewPlan["method"]>(day.can_solve ? "solver" : "quick");
  const params = { path: { session_id: day.session_id }, query: { day: day.day } };
  const version = day.version;
  const booking = day.bookings.find((one) => one.id === chosen);
  const isEmpty = day.bookings.length === 0;
  const isPublished = day.published_version === day.version;
  const compute = async (): Promise<void> => {
    setChosen(null);
    if (
      await timetable.change(
        client.POST("/api/staff/exam-days/{session_id}/timetable/plan", { params, body: { version, method } }),
      )
    )
      setSaid(t("Le plan est calculé."));
  };
  const publish = async (despite_conflicts: boolean): Promise<void> => {
    if (
      await timetable.change(
        client.POST("/api/staff/exam-days/{session_id}/timetable/publish", {
          params,
          body: { version, despite_conflicts },
        }),
      )
    )
      published();
  };
  const undo = async (): Promise<void> => {
    if (
      await timetable.change(
        client.POST("/api/staff/exam-days/{session_id}/timetable/undo", { params, body: { version } }),
      )
    )
      setSaid(t("La dernière modification est annulée."));
  };
  const move = async (id: string, start: number): Promise<void> => {
    const made = await timetable.move(id, start, null);
    if (made) setSaid(made.sentence);
  };
  const computeButton = (
    <div className="row wrap">
      {day.can_solve && (
        <select
          className="field"
          style={{ width: 190 }}
          aria-label={t("Calcul")}
          value={method}
          onChange={(event) => setMethod(event.target.value === "solver" ? "solver" : "quick")}
        >
          <option value="solver">{t("Au plus court (10 s)")}</option>
          <option value="quick">{t("Rapide")}</option>
        </select>
      )}
      {isEmpty ? (
        <button className="btn primary" disabled={timetable.isBusy} onClick={() => void compute()}>
          {timetable.isBusy ? t("Calcul en cours…") : t("Calculer le plan")}
        </button>
      ) : (
        <AskTwice
          className="btn"
          disabled={timetable.isBusy}
          question={t("Ce qui a été déplacé à la main sera recalculé.")}
          yes={t("Oui, recalculer")}
          act={() => void compute()}
        >
          {timetable.isBusy ? t("Calcul en cours…") : t("Recalculer…")}
        </AskTwice>
      )}
    </div>
  );
  return (
    <section className="col" aria-label={t("Plan")} style={{ gap: 10 }}>
      <div className="row between wrap">
        <p className="strong" aria-live="polite">
          {isEmpty
            ? t("Pas encore de plan.")
            : `${t("Fin des épreuves à {hour}", { hour: hour(day.end) })} · ${
                day.conflicts.length === 0
                  ? t("aucun conflit")
                  : plural(day.conflicts.length, "{n} conflit", "{n} conflits")
              }`}
        </p>
        <div className="row wrap">
          {computeButton}
          {!isEmpty && (
            <button
              className="btn"
              disabled={!day.can_undo || timetable.isBusy}
              title={day.change}
              onClick={() => void undo()}
            >
              {t("Annuler la dernière modification")}
            </button>
          )}
          {!isEmpty && !isPublished && day.conflicts.length === 0 && (
            <button className="btn primary" disabled={timetable.isBusy} onClick={() => void publish(false)}>
              {t("Publier l'emploi du temps")}
            </button>
          )}
          {!isEmpty && !isPublished && day.conflicts.length > 0 && (
            <AskTwice
              className="btn"
              question={t("Ce plan ne respecte pas toutes les règles.")}
              yes={t("Oui, publier ainsi")}
              act={() => void publish(true)}
            >
              {t("Publier malgré les conflits…")}
            </AskTwice>
          )}
        </div>
      </div>
      <p className="sr" role="status">
        {said}
      </p>
      {!isEmpty && (
        <div className={styles.beside}>
          <div className="card" style={{ padding: 10, minWidth: 0 }}>
            <DayGrid day={day} chosen={chosen} choose={setChosen} move={(id, start) => void move(id, start)} />
            <Legend bookings={day.bookings} />
            <p className="small soft">
              {t(
                "Flèches : aller d'une étape à l'autre. Entrée : choisir une heure. Maj + flèche : déplacer de 5 minutes. À la souris : faire glisser.",
              )}
            </p>
          </div>
          <aside className="col" style={{ gap: 10, minWidth: 0 }}>
            {booking && (
              <MoveForm
                key={booking.id}
                day={day}
                booking={booking}
                timetable={timetable}
                close={() => setChosen(null)}
                done={(sentence) => {
                  setSaid(sentence);
                  setChosen(null);
                }}
              />
            )}
            <section className={`card col ${styles.panel}`} aria-label={t("Conflits")}>
              <h3>
                {day.conflicts.length === 0
                  ? t("Aucun conflit")
                  : plural(day.conflicts.length, "{n} conflit", "{n} conflits")}
              </h3>
              {day.conflicts.length > 0 && (
                <ul className={`small ${styles.sentences}`}>
                  {day.conflicts.map((one) => (
                    <li key={one.sentence}>
                      {one.sentence}{" "}
                      {one.bookings[0] && (
                        <button className="btn slim" onClick={() => setChosen(one.bookings[0] ?? null)}>
                          {t("Déplacer…")}
                        </button>
                      )}
                    </li>
                  ))}
                </ul>
              )}
              {day.change && <p className="small soft">{t("Dernière modification : {what}", { what: day.change })}</p>}
            </section>
          </aside>
        </div>
      )}
    </section>
  );
}
