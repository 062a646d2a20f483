import styles from "./deliberation.module.css";

import type { ReactNode } from "react";

import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { listed } from "./words";

/** Before every juror has handed in: who is awaited, and nothing of anybody's marks. */
export function Awaited({ view }: { view: DeliberationView }): ReactNode {
  const awaited = view.jurors.filter((one) => !one.submitted);
  const me = view.jurors.find((one) => one.mine);
  const names = listed(
    awaited.map((one) => one.name),
    t("et"),
    (n) => t("{n} autres", { n }),
  );
  return (
    <main className={styles.alone}>
      <section className={`card ${styles.awaited}`} aria-labelledby="awaited">
        <h2 id="awaited">
          {view.jurors.length === 0 ? t("Aucun juré n'est attribué") : t("On attend {names}", { names })}
        </h2>
        <p>
          {t("La délibération s'ouvre quand chaque juré a rendu sa notation. Jusque-là, personne ne voit l'autre.")}
        </p>
        <ul className="plain-list">
          {view.jurors.map((one) => (
            <li key={one.name} className={styles.juror}>
              <span>{one.mine ? t("{name} (vous)", { name: one.name }) : one.name}</span>
              <span className={one.submitted ? "pill live" : "pill ring"}>
                {one.submitted ? t("✓ Notation rendue") : t("Attendue")}
              </span>
              {one.typed_by && (
                <span className="small soft">{t("papier, saisi par {name}", { name: one.typed_by })}</span>
              )}
            </li>
          ))}
          {view.replaced.map((one) => (
            <li key={one.name} className={styles.juror}>
              <span>{one.name}</span>
              <span className="pill">{t("Remplacé")}</span>
              <span className="small soft">{t("ce qui a été noté reste conservé et n'est comparé à personne")}</span>
            </li>
          ))}
        </ul>
        {me && !me.submitted ? (
          <div className="row wrap">
            <a className="btn primary" href={`/jury/candidat/${view.seat_id}`}>
              {t("Terminer et rendre ma notation")}
            </a>
            <a className="btn" href={`/jury/candidat/${view.seat_id}/grille`}>
              {t("Saisir ma grille papier")}
            </a>
          </div>
        ) : (
          <p className="small soft" role="status">
            {t("Cette page s'ouvrira d'elle-même : rien à recharger.")}
          </p>
        )}
      </section>
    </main>
  );
}
