/** One juror's verdict on a criterion once the candidate was heard: theirs alone until the deliberation opens. */

import styles from "./interview.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { GuideItem, GuideView } from "../api/schema";
import { t, typeset } from "../i18n/t";
import { verdictIn, VERDICTS } from "../shared/marks";
import marked from "../shared/marking.module.css";

export type Interview = "technical" | "final";

export type Judge = (interview: Interview, criterion: string, verdict: ReturnType<typeof verdictIn>) => void;

interface Given {
  item: GuideItem;
  interview: Interview;
  /** Handed in: what was given stands. */
  isOff: boolean;
  judge: Judge;
}

export function InterviewVerdict({ item, interview, isOff, judge }: Given): ReactNode {
  const given = item[interview];
  return (
    <select
      className={clsx(marked.verdict, given && marked[given])}
      aria-label={t("Avis après l'entretien : {label}", { label: item.criterion })}
      value={given ?? ""}
      disabled={isOff}
      onChange={(event) => judge(interview, item.criterion, verdictIn(event.target.value))}
    >
      <option value="">{t("Sans avis après l'entretien")}</option>
      {Object.entries(VERDICTS).map(([value, label]) => (
        <option key={value} value={value}>
          {t(label)}
        </option>
      ))}
    </select>
  );
}

/** After the final interview, whose points are of no criterion: all criteria, shut until somebody wants one. */
export function FinalVerdicts({ guide, judge }: { guide: GuideView; judge: Judge }): ReactNode {
  const criteria = criteriaOf(guide);
  const given = criteria.filter((one) => one.final).length;
  return (
    <details className={styles.group}>
      <summary>
        <h3>{t("Avis à l'issue de l'entretien final")}</h3>
        <span className="soft small">
          {t("{n} sur {most} critères, facultatif", { n: given, most: criteria.length })}
        </span>
      </summary>
      <ul className={`plain-list ${styles.points}`}>
        {criteria.map((one) => (
          <li key={one.criterion}>
            <b>{typeset(`${one.criterion} · ${one.title}`)}</b>{" "}
            <InterviewVerdict item={one} interview="final" isOff={guide.has_submitted} judge={judge} />
          </li>
        ))}
      </ul>
    </details>
  );
}

const JUDGED = new Set(["unseen", "differs", "question"]);

/** The guide's points that stand for a criterion: each criterion of this exam once, in its order. */
export function criteriaOf(guide: GuideView): GuideItem[] {
  return guide.items
    .filter((one) => isJudged(one))
    .sort((a, b) => a.criterion.localeCompare(b.criterion, "fr", { numeric: true }));
}

export function isJudged(item: GuideItem): boolean {
  return item.criterion !== "" && JUDGED.has(item.kind);
}
