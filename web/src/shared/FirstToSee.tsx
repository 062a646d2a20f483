/** « À regarder d'abord »: the findings that would change a verdict, each with its seconds. */

import css from "./marking.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { FindingsView, MarkingView, ProposedFinding } from "../api/schema";
import { t } from "../i18n/t";
import { firstToSee } from "./findingsOrder";
import { leaningOf } from "./Proposed";
import { clock } from "./time";

interface FirstToSeeProps {
  found: FindingsView | null;
  marking: MarkingView | null;
  runId: string;
  criteria: readonly string[];
  /** Shows the criterion; with its moment where there is one. */
  go: (finding: ProposedFinding) => void;
}

export function FirstToSee({ found, marking, runId, criteria, go }: FirstToSeeProps): ReactNode {
  const first = firstToSee(found, marking, runId, criteria);
  if (first.length === 0) return null;
  return (
    <div className={css.firstToSee} role="group" aria-label={t("Constats à regarder d'abord")}>
      <span className="tiny strong">{t("À regarder d'abord")}</span>
      {first.map((finding) => (
        <button key={finding.criterion} className="btn slim" title={finding.reason} onClick={() => go(finding)}>
          {`${finding.criterion} · ${t(leaningOf(finding)[0])}${finding.is_sure ? "" : ` (${t("à vérifier")})`}${finding.moments[0] ? ` · ${clock(finding.moments[0].at_seconds)}` : ""}`}
        </button>
      ))}
      <span className={clsx("tiny soft", css.keysOfFindings)}>
        {t("P : pourquoi · X : écarter, sur le critère choisi")}
      </span>
    </div>
  );
}
