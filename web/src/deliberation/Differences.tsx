import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import type { DeliberationCriterion, DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { VERDICTS } from "../shared/marks";
import { CriterionCard } from "./CriterionCard";
import type { Send } from "./useDeliberation";
import { VERDICT_PILLS } from "./words";

interface DifferencesProps {
  view: DeliberationView;
  differences: DeliberationCriterion[];
  send: Send;
}

/** What is left to settle, the first of it with the one obvious button; below, what was settled. */
export function Differences({ view, differences, send }: DifferencesProps): ReactNode {
  const [reviewed, setReviewed] = useState<string | null>(null);
  const left = differences.filter((one) => one.agreed === null || one.criterion === reviewed);
  const settled = differences.filter((one) => !left.includes(one));
  const [first] = left;
  if (differences.length === 0)
    return (
      <p className={`soft ${styles.empty}`}>
        {t("Aucune différence à trancher. Relisez les critères si vous le souhaitez, puis décidez.")}
      </p>
    );
  return (
    <>
      {left.map((one) => (
        <CriterionCard
          key={one.criterion}
          view={view}
          criterion={one}
          send={send}
          isNext={one === first}
          done={() => setReviewed(null)}
        />
      ))}
      {settled.length > 0 && (
        <>
          <h3 className={styles.settledHead}>{`${t("Déjà tranchées")} · ${settled.length}`}</h3>
          <ul className="plain-list">
            {settled.map((one) => (
              <Settled
                key={one.criterion}
                criterion={one}
                review={view.is_signed ? null : () => setReviewed(one.criterion)}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface SettledProps {
  criterion: DeliberationCriterion;
  review: (() => void) | null;
}

export function Settled({ criterion, review }: SettledProps): ReactNode {
  const { agreed } = criterion;
  if (!agreed) return null;
  return (
    <li className={styles.settled}>
      <span>
        <b>{criterion.criterion}</b> {criterion.label}
        {agreed.reason && <span className="soft">{` · ${agreed.reason}`}</span>}
      </span>
      <span className={VERDICT_PILLS[agreed.verdict]}>{t(VERDICTS[agreed.verdict] ?? "")}</span>
      {review && (
        <button
          className="btn slim plain"
          aria-label={t("Revoir {criterion}", { criterion: criterion.criterion })}
          onClick={review}
        >
          {t("Revoir")}
        </button>
      )}
    </li>
  );
}
