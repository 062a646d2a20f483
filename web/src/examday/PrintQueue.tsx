/** The sealed texts to be laid in each candidate's folder: printed or not yet, by whom and when. */

import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { Watch } from "../api/schema";
import { t } from "../i18n/t";
import { hour } from "./hours";
import type { DayActs } from "./useDayActs";

type Job = Watch["prints"][number];

export function PrintQueue({ watch, room, acts }: { watch: Watch; room: string; acts: DayActs }): ReactNode {
  const jobs = watch.prints.filter((one) => !room || one.room === room);
  if (jobs.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="prints">
      <h2 id="prints">{t("À imprimer")}</h2>
      <ul className="plain-list col">
        {jobs.map((job) => (
          <Line key={`${job.seat_id} ${job.receipt}`} sessionId={watch.session_id} job={job} acts={acts} />
        ))}
      </ul>
    </section>
  );
}

function Line({ sessionId, job, acts }: { sessionId: string; job: Job; acts: DayActs }): ReactNode {
  return (
    <li className="row between wrap">
      <span>
        <b>{`${job.label} · ${job.candidate_name}`}</b>
        <span className="small soft">
          {" "}
          {job.printed_at
            ? t("imprimé à {at} par {who}", { at: hour(job.printed_at), who: job.printed_by })
            : t("scellé à {at}, pas encore imprimé", { at: hour(job.sealed_at) })}
        </span>
      </span>
      <span className="row">
        <a
          className="btn slim"
          href={`/api/staff/exam-days/${sessionId}/seats/${job.seat_id}/productions.pdf`}
          target="_blank"
          rel="noreferrer"
          aria-label={t("Ouvrir les productions de {who}", { who: job.candidate_name })}
        >
          {t("Ouvrir")}
        </a>
        {!job.printed_at && (
          <button
            className="btn slim"
            disabled={acts.isBusy}
            aria-label={t("Noter imprimé pour {who}", { who: job.candidate_name })}
            onClick={() => void acts.act(`seats/${job.seat_id}/printed`, { receipt: job.receipt })}
          >
            {t("Imprimé")}
          </button>
        )}
      </span>
    </li>
  );
}
