import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import type { DeliberationCriterion, DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { VERDICTS } from "../shared/marks";
import { CriterionCard } from "./CriterionCard";
import type { Send } from "./useDeliberation";
import { VERDICT_PILLS } from "./words";

/** Every criterion of the exam, by competence; each may be settled, alike or not. */
export function Criteria({ view, send }: { view: DeliberationView; send: Send }): ReactNode {
  const [opened, setOpened] = useState<string | null>(null);
  const competences = view.decisions.filter((one) => one.kind === "competence");
  return competences.map((competence) => (
    <section key={competence.what} aria-label={competence.label}>
      <h3 className={styles.settledHead}>{`${competence.what} · ${competence.label}`}</h3>
      <ul className="plain-list">
        {view.criteria
          .filter((one) => one.criterion.startsWith(`${competence.what}.`))
          .map((one) =>
            one.criterion === opened ? (
              <li key={one.criterion}>
                <CriterionCard view={view} criterion={one} send={send} isNext={false} done={() => setOpened(null)} />
              </li>
            ) : (
              <Line key={one.criterion} criterion={one} open={() => setOpened(one.criterion)} />
            ),
          )}
      </ul>
    </section>
  ));
}

function Line({ criterion, open }: { criterion: DeliberationCriterion; open: () => void }): ReactNode {
  const { agreed } = criterion;
  return (
    <li className={styles.line}>
      <span>
        <b>{criterion.criterion}</b> {criterion.label}
      </span>
      {criterion.sides.map((side) => (
        <span key={side.juror} className="small">
          <span className="soft">{`${side.name} : `}</span>
          {side.verdicts.map((one) => t(VERDICTS[one.verdict] ?? "")).join(", ") || t("sans avis")}
        </span>
      ))}
      {agreed ? (
        <span className={VERDICT_PILLS[agreed.verdict]}>{t(VERDICTS[agreed.verdict] ?? "")}</span>
      ) : (
        <span className={criterion.differs ? "pill ring" : "small soft"}>
          {criterion.differs ? t("À trancher") : t("Avis identiques")}
        </span>
      )}
      <button
        className="btn slim plain"
        aria-label={t("Ouvrir {criterion}", { criterion: criterion.criterion })}
        onClick={open}
      >
        {t("Ouvrir")}
      </button>
    </li>
  );
}
