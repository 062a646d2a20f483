/** One detector: the raw table before any coefficient, the months, and its switch. */

import css from "./detectors.module.css";

import { clsx } from "clsx";
import type { MethodResponse } from "openapi-react-query";
import { type ReactNode, useState } from "react";

import type { server } from "../api/client";
import { t } from "../i18n/t";
import { WideTable } from "../shared/WideTable";
import { AskTwice } from "../shared/AskTwice";
import { kappaWords, number } from "./kappaWords";

const FOUND = ["plutôt favorable", "partagé", "plutôt défavorable"];
const JUDGED = ["Satisfaisant", "À améliorer", "Insuffisant"];

/** For whoever translates them. */
export const TABLE_WORDS = [...FOUND, ...JUDGED];

/** A line as the client reads it: its types know a table of numbers, not that each row has three. */
export type DetectorLine = MethodResponse<typeof server, "get", "/api/staff/detectors">["lines"][number];

interface DetailProps {
  line: DetectorLine;
  flip?: (line: DetectorLine, reason: string) => Promise<void>;
}

export function DetectorDetail({ line, flip }: DetailProps): ReactNode {
  const [reason, setReason] = useState("");
  const { all, blind } = line;
  return (
    <div className={css.detectorDetail}>
      <WideTable label={t("Constats et appréciations")}>
        <table className={css.crossing} aria-label={t("Constats et appréciations")}>
          <thead>
            <tr>
              <th scope="col">{t("Constat \\ jury")}</th>
              {JUDGED.map((words) => (
                <th key={words} scope="col">
                  {t(words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.table.map((row, found) => (
              <tr key={found}>
                <th scope="row">{t(FOUND[found] ?? "")}</th>
                {row.map((count, judged) => (
                  <td key={judged} className={clsx("num", css[`apart${Math.abs(found - judged)}`])}>
                    {count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <div className="col small">
        {all.kappa === null ? (
          <p className="soft">
            {all.pairs < 10
              ? t("Moins de 10 comparaisons : pas encore de coefficient.")
              : t("Toutes les appréciations sont les mêmes : le coefficient ne dit rien.")}
          </p>
        ) : (
          <p>
            <b>{t(kappaWords(all.kappa))}</b>
            {` (κ pondéré ${number(all.kappa)} ; ${t("entre {low} et {high} à 95 %", { low: number(all.low ?? all.kappa), high: number(all.high ?? all.kappa) })})`}
          </p>
        )}
        {blind.pairs > 0 && (
          <p>
            {t("Sans que le juré voie le constat : {same} identiques sur {pairs}.", {
              same: blind.same,
              pairs: blind.pairs,
            })}
          </p>
        )}
        {line.months.length > 1 && (
          <ul className={clsx("plain-list", css.months)}>
            {line.months.map((month) => (
              <li key={month.month} className="num">
                {`${month.month} : ${month.same}/${month.pairs}${month.kappa === null ? "" : ` · κ ${number(month.kappa)}`}`}
              </li>
            ))}
          </ul>
        )}
        {!line.is_on && line.reason && <p>{t("Motif : {reason}", { reason: line.reason })}</p>}
        {flip && line.is_on && (
          <div className="row wrap">
            <input
              className="field"
              style={{ width: 320 }}
              maxLength={300}
              value={reason}
              aria-label={t("Motif de la désactivation")}
              placeholder={t("Motif de la désactivation")}
              onChange={(event) => setReason(event.target.value)}
            />
            <AskTwice
              className="btn slim"
              question={t("Ce constat ne sera plus proposé dans aucune séance, dès maintenant.")}
              yes={t("Oui, désactiver")}
              act={() => void flip(line, reason)}
            >
              {t("Désactiver ce constat…")}
            </AskTwice>
          </div>
        )}
        {flip && !line.is_on && (
          <div>
            <button className="btn slim" onClick={() => void flip(line, "")}>
              {t("Proposer de nouveau")}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
