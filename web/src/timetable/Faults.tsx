import type { ReactNode } from "react";

import type { RowFaultView } from "../api/schema";
import { plural, t } from "../i18n/t";

/** Why nothing of a file was taken over, row by row. */
export function Faults({ faults }: { faults: readonly RowFaultView[] }): ReactNode {
  return (
    <div role="alert" className="col" style={{ gap: 6 }}>
      <p style={{ color: "var(--c-bad)" }} className="strong">
        {plural(
          faults.length,
          "Rien n'a été importé : {n} point est à corriger.",
          "Rien n'a été importé : {n} points sont à corriger.",
        )}
      </p>
      <ul className="small">
        {faults.map((one, index) => (
          <li key={index}>
            {one.row > 0 && <b>{`${t("Ligne {n}", { n: one.row })}${one.column ? `, ${one.column}` : ""} : `}</b>}
            {one.problem} <span className="soft">{one.remedy}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
