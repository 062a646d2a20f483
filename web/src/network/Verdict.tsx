/** One line of what was found, with what to do where it does not hold. */

import styles from "./check.module.css";

import type { ReactNode } from "react";

import { t } from "../i18n/t";
import type { Line } from "./verdicts";

const SIGNS = { good: "✓", warning: "!", bad: "✕" };
const STATES = { good: "Bon", warning: "À surveiller", bad: "À corriger" };

export function Verdict({ line }: { line: Line }): ReactNode {
  return (
    <li className={`card ${styles.line}`}>
      <span className={`${styles.sign} ${styles[line.state] ?? ""}`} aria-hidden="true">
        {SIGNS[line.state]}
      </span>
      <div>
        <h2>
          {line.name}
          <span className="sr">{`${t(" : ")}${t(STATES[line.state])}`}</span>
        </h2>
        <p>{line.words}</p>
        {line.remedy && <p className="soft">{line.remedy}</p>}
      </div>
    </li>
  );
}
