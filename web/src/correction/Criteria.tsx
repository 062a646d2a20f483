import styles from "./correction.module.css";

import type { ReactNode } from "react";

import { client } from "../api/client";
import type { CorrectionDesk, CriteriaToCorrect, NewVerdict } from "../api/schema";
import { t } from "../i18n/t";
import { SYMBOLS, VERDICTS } from "../shared/marks";
import type { SendCorrection } from "./CorrectionPage";

/** Verdicts by criterion, CP3's first, the transversal ones folded below. */
export function Criteria({ desk, send }: { desk: CorrectionDesk; send: SendCorrection }): ReactNode {
  const [own, ...transversal] = desk.competences;
  return (
    <section className={`card ${styles.criteria}`} aria-label={t("Critères")}>
      <h3>{t("Vos avis")}</h3>
      {own && <Group group={own} desk={desk} send={send} />}
      {transversal.map((group) => (
        <details key={group.competence}>
          <summary>{`${group.competence} · ${group.label}`}</summary>
          <Group group={group} desk={desk} send={send} />
        </details>
      ))}
      <p className="tiny soft">{t("Aucun total n'est calculé : le jury apprécie.")}</p>
    </section>
  );
}

interface GroupProps {
  group: CriteriaToCorrect;
  desk: CorrectionDesk;
  send: SendCorrection;
}

function Group({ group, desk, send }: GroupProps): ReactNode {
  const { correction } = desk;
  return (
    <ul className={styles.verdicts}>
      {group.criteria.map(({ criterion, label }) => {
        const mine = correction.verdicts.find((one) => one.mine && one.criterion === criterion);
        const others = correction.verdicts.filter((one) => !one.mine && one.criterion === criterion);
        const signs = correction.notes.filter((one) => one.criterion === criterion).map((one) => SYMBOLS[one.sign]);
        return (
          <li key={criterion}>
            <span>
              <b className="num">{criterion}</b> {label} <span className="soft">{signs.join(" ")}</span>
              {others.map((one) => (
                <span key={one.by} className="tiny soft">{` ${one.by} : ${t(VERDICTS[one.verdict] ?? "")}`}</span>
              ))}
            </span>
            <select
              className="field"
              aria-label={t("Avis sur {criterion}", { criterion })}
              value={mine?.verdict ?? "none"}
              disabled={correction.submitted}
              onChange={(event) =>
                void send(
                  client.PUT("/api/staff/seats/{seat_id}/productions/verdicts/{criterion}", {
                    params: { path: { seat_id: desk.seat_id, criterion } },
                    body: { verdict: event.target.value as NewVerdict["verdict"], comment: mine?.comment ?? "" },
                  }),
                )
              }
            >
              <option value="none">{t("Sans avis")}</option>
              {Object.entries(VERDICTS).map(([verdict, words]) => (
                <option key={verdict} value={verdict}>
                  {t(words)}
                </option>
              ))}
            </select>
          </li>
        );
      })}
    </ul>
  );
}
