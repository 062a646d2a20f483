/** What an installation may have more: there or not, and for what is not, what is missing and how it comes. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import type { EngineView } from "../api/schema";
import { t } from "../i18n/t";

const MARK = { ready: "✓", to_prepare: "!", missing: "!", off: "–" } as const;
const LEVEL = { ready: "ok", to_prepare: "warning", missing: "warning", off: "" } as const;
const STATE = {
  ready: "En place",
  to_prepare: "À préparer : bouton « Préparer » ci-contre",
  missing: "Absent",
  off: "Désactivé dans la configuration",
} as const;

export const ENGINE_WORDS = Object.values(STATE);

export function Engines({ engines }: { engines: EngineView[] }): ReactNode {
  return (
    <section className={`card ${styles.examination}`} aria-labelledby="moteurs">
      <h2 id="moteurs">{t("Ce qui aide Combiné")}</h2>
      <ul className={`plain-list ${styles.list}`}>
        {engines.map((one) => (
          <li key={one.name} className={styles.point}>
            <span className={`${styles.mark} ${styles[LEVEL[one.state]] ?? ""}`} aria-hidden>
              {MARK[one.state]}
            </span>
            <div>
              <p className="strong">{one.title}</p>
              <p className="small soft">
                {t(STATE[one.state])}
                {one.megabytes > 0 && ` · ${t("{n} Mo", { n: one.megabytes })}`}
                {` · ${one.source}`}
              </p>
              {one.state === "missing" && <Missing engine={one} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Missing({ engine }: { engine: EngineView }): ReactNode {
  return (
    <>
      <p>{t("Sans lui : {words}", { words: engine.without })}</p>
      <p className={styles.command}>{t("Pour l'avoir : {words}", { words: engine.how })}</p>
      <details>
        <summary className="small">{t("Sans Internet")}</summary>
        <p className={`small ${styles.command}`}>{engine.offline}</p>
      </details>
    </>
  );
}
