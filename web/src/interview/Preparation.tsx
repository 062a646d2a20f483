import styles from "./interview.module.css";

import type { ReactNode } from "react";

import type { InterviewDesk } from "../api/schema";
import { t } from "../i18n/t";

/** While the candidate prepares: what the jury does meanwhile, one thing first. */
export function Preparation({ desk }: { desk: InterviewDesk }): ReactNode {
  const state = desk.phases.find((one) => one.phase === "interview_preparation")?.state ?? "not_started";
  const words = {
    not_started: t("Le responsable de session ouvre la préparation. Cette page suit d'elle-même."),
    running: t("Le candidat se prépare sous surveillance, avec ses écrits et les documents de l'entreprise."),
    paused: t("La préparation est suspendue : son temps est arrêté."),
    ended: t("La préparation est terminée. Le responsable de session ouvre l'écoute de la séquence."),
  }[state];
  return (
    <div className={styles.alone}>
      <section className={`card ${styles.act}`} aria-labelledby="preparation">
        <h2 id="preparation">{t("Préparation du candidat")}</h2>
        <p>{words}</p>
        {desk.has_productions ? (
          <p>
            <a className={`btn primary ${styles.big}`} href={`/jury/candidat/${desk.seat_id}/correction`}>
              {t("Relire ses productions")}
            </a>
          </p>
        ) : (
          <p className="soft">{t("Aucune production écrite à relire pour l'instant.")}</p>
        )}
      </section>
    </div>
  );
}
