/** All exchanges of a seat, to be replayed. */

import type { ReactNode } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { WideTable } from "../shared/WideTable";
import { day, spoken, timeOfDay } from "../shared/time";

const RECORDINGS: Record<string, string> = {
  none: "sans son",
  live: "en cours",
  finishing: "en préparation",
  ready: "prêt",
  failed: "incomplet",
};

/** States of a recording, for whoever translates them. */
export const RECORDING_WORDS = Object.values(RECORDINGS);

export default function SeatReplaysPage(): ReactNode {
  const { seatId = "" } = useParams();
  const { data: found, error } = server.useQuery("get", "/api/staff/seats/{seat_id}/replays", {
    params: { path: { seat_id: seatId } },
  });
  return (
    <div className="page">
      <StaffBar title={t("Réécoutes")} />
      <main className="column">
        {error !== null && <p role="alert">{wordsOf(error)}</p>}
        {found && (
          <>
            <div className="row between">
              <h2 style={{ fontSize: 24 }}>{`${found.seat_label} · ${found.candidate_name}`}</h2>
              <span className="grow" />
              <a className="btn slim primary" href={`/jury/candidat/${seatId}/vue-ensemble`}>
                {t("Vue d'ensemble")}
              </a>
              <a className="btn slim" href={`/api/staff/seats/${seatId}/matrix.pdf`} target="_blank" rel="noreferrer">
                {t("Grille des échanges (PDF)")}
              </a>
            </div>
            <WideTable label={t("Réécoutes")}>
              <table className="list card">
                <thead>
                  <tr>
                    <th>{t("Échange")}</th>
                    <th>{t("Joué le")}</th>
                    <th>{t("Durée")}</th>
                    <th>{t("Enregistrement")}</th>
                    <th>{t("Mes repères")}</th>
                    <th>
                      <span className="sr">{t("Actions")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.runs.map((run) => (
                    <tr key={run.run_id}>
                      <td>
                        <b>{`${run.position}. ${run.customer_name}`}</b>
                        <div className="small soft">{`${run.label}${run.attempt > 1 ? ` · ${t("essai {n}", { n: run.attempt })}` : ""}`}</div>
                      </td>
                      <td className="num">
                        {run.started_at ? `${day(run.started_at)}, ${timeOfDay(run.started_at)}` : "—"}
                      </td>
                      <td className="num">{run.seconds === null ? "—" : spoken(run.seconds)}</td>
                      <td>{t(RECORDINGS[run.recording] ?? "")}</td>
                      <td className="num">{run.marks}</td>
                      <td>
                        <a className="btn slim primary" href={`/reecoute/${run.run_id}`}>
                          {t("Réécouter")}
                        </a>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </WideTable>
            {found.runs.length === 0 && <p className="soft">{t("Aucun échange n'a encore été joué à ce poste.")}</p>}
          </>
        )}
      </main>
    </div>
  );
}
