import styles from "./deliberation.module.css";

import { type ReactNode, useRef } from "react";

import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { VERDICTS } from "../shared/marks";
import { useEndOutOfSight } from "../shared/endInSight";
import { decisionWords } from "./words";

/** All that is signed: decisions, verdicts that the jury kept, and every reason. While its end is out of sight, words
 * say so: a list that is cut looks whole. */
export function PageToSign({ view }: { view: DeliberationView }): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const continues = useEndOutOfSight(end, list);
  const kept = view.criteria.filter((one) => one.agreed !== null);
  return (
    <div>
      <p className="small soft">{t("Les {n} décisions de la page que vous signez :", { n: view.decisions.length })}</p>
      <div className={styles.cut}>
        <div className={styles.read} role="region" tabIndex={0} aria-label={t("Page à signer")} ref={list}>
          <ul className="plain-list">
            {view.decisions.map((one) => (
              <Signed
                key={one.what}
                name={`${one.kind === "title" ? t("Titre") : one.what} · ${one.label}`}
                words={one.taken ? t(decisionWords(one)[one.taken.decision]) : t("non décidé")}
                reason={one.taken?.reason ?? ""}
              />
            ))}
          </ul>
          {kept.length > 0 && (
            <>
              <h3 className={styles.settledHead}>{t("Verdicts retenus par le jury")}</h3>
              <ul className="plain-list">
                {kept.map((one) => (
                  <Signed
                    key={one.criterion}
                    name={`${one.criterion} · ${one.label}`}
                    words={t(VERDICTS[one.agreed?.verdict ?? ""] ?? "")}
                    reason={one.agreed?.reason ?? ""}
                  />
                ))}
              </ul>
            </>
          )}
          <div ref={end} className={styles.end} />
        </div>
        {continues && (
          <p className={styles.continues} aria-hidden="true">
            {t("▾ La liste continue : faites-la défiler")}
          </p>
        )}
      </div>
      {view.incoherences
        .filter((one) => one.is_explained)
        .map((one) => (
          <p key={one.what} className={styles.beside}>
            {one.words} {t("Le jury en a donné le motif.")}
          </p>
        ))}
    </div>
  );
}

function Signed({ name, words, reason }: { name: string; words: string; reason: string }): ReactNode {
  return (
    <li>
      <span>
        {name}
        {reason && <span className="soft">{` · ${t("motif : {reason}", { reason })}`}</span>}
      </span>
      <b>{words}</b>
    </li>
  );
}
