/** One juror's verdict on a criterion once the candidate was heard: theirs alone until the deliberation opens. */

import styles from "./interview.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { GuideItem, GuideView } from "../api/schema";
import { t, typeset } from "../i18n/t";
import { useAutosave } from "../shared/useAutosave";
import { verdictIn, VERDICTS } from "../shared/marks";
import marked from "../shared/marking.module.css";
import type { Judge } from "./useVerdicts";
import type { Interview } from "./verdictPosts";

interface Given {
  item: GuideItem;
  interview: Interview;
  /** Handed in: what was given stands. */
  isOff: boolean;
  judge: Judge;
}

export function InterviewVerdict({ item, interview, isOff, judge }: Given): ReactNode {
  const given = item[interview];
  const comment = item[`${interview}_comment`];
  return (
    <div className={styles.judged}>
      <select
        className={clsx(marked.verdict, given && marked[given])}
        aria-label={t("Avis après l'entretien : {label}", { label: item.criterion })}
        value={given ?? ""}
        disabled={isOff}
        onChange={(event) => judge(interview, item.criterion, verdictIn(event.target.value), comment)}
      >
        <option value="">{t("Sans avis après l'entretien")}</option>
        {Object.entries(VERDICTS).map(([value, label]) => (
          <option key={value} value={value}>
            {t(label)}
          </option>
        ))}
      </select>
      {given && (
        <Comment
          key={`${interview} ${item.criterion}`}
          label={t("Remarque sur l'avis : {label}", { label: item.criterion })}
          saved={comment}
          isOff={isOff}
          save={(text) => judge(interview, item.criterion, given, text)}
        />
      )}
    </div>
  );
}

interface CommentProps {
  label: string;
  saved: string;
  isOff: boolean;
  save: (text: string) => void;
}

/** Why: one line beside the verdict, as on the paper grid. */
function Comment({ label, saved, isOff, save }: CommentProps): ReactNode {
  const { text, type, flush } = useAutosave(saved, (words) => {
    save(words);
    return Promise.resolve(true);
  });
  return (
    <input
      className="field"
      aria-label={label}
      placeholder={t("Remarque (facultative)")}
      maxLength={2000}
      value={text}
      disabled={isOff}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
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
