/** What the doctor found: what is at fault, then what to watch, each with its remedy; what is well, folded. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import type { ExaminedView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import type { Looked } from "./useExamination";

/** Where a finding is dealt with on a page of ours. */
const PAGES: Record<string, { href: string; words: string } | undefined> = {
  packs: { href: "/installation/scenarios", words: "Voir les scénarios installés" },
  backups: { href: "#sauvegardes", words: "Voir les sauvegardes" },
  disk: { href: "#disque", words: "Voir le disque" },
  speech: { href: "/installation/modeles", words: "Voir les modèles" },
  proofreader: { href: "/installation/modeles", words: "Voir les modèles" },
  sip_port: { href: "/installation/telephones", words: "Voir les téléphones" },
  ice: { href: "/reseau", words: "Essayer le réseau de la salle" },
  relay: { href: "/reseau", words: "Essayer le réseau de la salle" },
};

export const PAGE_WORDS = Object.values(PAGES).flatMap((one) => (one ? [one.words] : []));

const LEVEL = { fault: 0, warning: 1, ok: 2 } as const;

export function Examination({ looked }: { looked: Looked }): ReactNode {
  const todo = looked.points.filter((one) => one.level !== "ok").sort((a, b) => LEVEL[a.level] - LEVEL[b.level]);
  const well = looked.points.filter((one) => one.level === "ok");
  return (
    <section className={`card ${styles.examination}`} aria-labelledby="a-faire">
      <div className={styles.head}>
        <h2 id="a-faire" tabIndex={-1}>
          {t("À faire")}
        </h2>
        <span className="small soft" role="status">
          {looked.isLooking
            ? t("Examen en cours…")
            : looked.lookedAt && t("Examinée à {time}", { time: timeOfDay(looked.lookedAt) })}
        </span>
        <button className="btn slim" disabled={looked.isLooking} onClick={looked.again}>
          {t("Examiner de nouveau")}
        </button>
      </div>
      {looked.points.length === 0 && <p className={styles.waiting}>{t("Quelques secondes…")}</p>}
      {looked.points.length > 0 && todo.length === 0 && (
        <p className={styles.waiting}>{t("Rien : tout ce qui a été examiné va bien.")}</p>
      )}
      <ul className={`plain-list ${styles.list}`}>
        {todo.map((one) => (
          <Point key={one.name} point={one} />
        ))}
      </ul>
      {well.length > 0 && (
        <details className={styles.well}>
          <summary>{plural(well.length, "{n} point va bien", "{n} points vont bien")}</summary>
          <ul className={`plain-list ${styles.list}`}>
            {well.map((one) => (
              <Point key={one.name} point={one} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const MARK = { fault: "✗", warning: "!", ok: "✓" } as const;

function Point({ point }: { point: ExaminedView }): ReactNode {
  const words = { fault: t("À corriger"), warning: t("À surveiller"), ok: t("Va bien") }[point.level];
  const page = point.level === "ok" ? undefined : PAGES[point.name];
  return (
    <li className={styles.point}>
      <span className={`${styles.mark} ${styles[point.level] ?? ""}`} role="img" aria-label={words}>
        {MARK[point.level]}
      </span>
      <div>
        <p className={point.level === "ok" ? "" : "strong"}>{point.said}</p>
        {point.remedy && <p className="soft">{point.remedy}</p>}
        {page && (
          <a className="link small" href={page.href}>
            {t(page.words)}
          </a>
        )}
      </div>
    </li>
  );
}
