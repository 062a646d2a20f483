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
  /** Taken up again, or being chosen: what the other juror settles meanwhile does not take the card away. */
  const [held, setHeld] = useState<string[]>([]);
  const hold = (id: string): void => setHeld((before) => (before.includes(id) ? before : [...before, id]));
  const left = differences.filter((one) => one.agreed === null || held.includes(one.criterion));
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
          done={() => setHeld((before) => before.filter((id) => id !== one.criterion))}
          hold={() => hold(one.criterion)}
        />
      ))}
      {settled.length > 0 && (
        <>
          <h3 className={styles.settledHead}>{`${t("Déjà tranchées")} · ${settled.length}`}</h3>
          <ul className="plain-list">
            {settled.map((one) => (
              <Settled key={one.criterion} criterion={one} review={view.is_signed ? null : () => hold(one.criterion)} />
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
