/** The opening of the envelopes: who saw them sealed, then their opening. One step is open at a time. */

import style from "./custody.module.css";

import type { ReactNode } from "react";
import { useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type {
  CandidateConfirms as OfCandidate,
  LeadConfirms as OfLead,
  OpenEnvelopes,
  OpeningView,
} from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { timeOfDay } from "../shared/time";
import { DocumentSubject } from "./DocumentSubject";
import { CandidateConfirms, LeadConfirms } from "./Confirming";
import { Opened, Opening } from "./Opening";
import { Photo } from "./Photo";
import { Sealing } from "./Sealing";

/** What can be asked for; whether it was done. */
export interface Acts {
  lead: (said: OfLead) => Promise<boolean>;
  candidate: (said: OfCandidate) => Promise<boolean>;
  open: (how: OpenEnvelopes) => Promise<boolean>;
}

export default function OpeningPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const [problem, setProblem] = useState("");
  const { data, error, refetch } = server.useQuery("get", "/api/staff/exam-days/{session_id}/opening", {
    params: { path: { session_id: sessionId } },
  });
  const params = { path: { session_id: sessionId } };
  const heard = async (error: unknown): Promise<boolean> => {
    setProblem(wordsOf(error));
    await refetch();
    return error === undefined;
  };
  const root = "/api/staff/exam-days/{session_id}/opening";
  const acts: Acts = {
    lead: async (body) => heard((await client.POST(`${root}/lead`, { params, body })).error),
    candidate: async (body) => heard((await client.POST(`${root}/candidate`, { params, body })).error),
    open: async (body) => heard((await client.POST(`${root}/open`, { params, body })).error),
  };
  return (
    <div className={`page ${style.page}`}>
      <StaffBar title={t("Ouverture des plis")}>{data && <span className="pill">{data.session_title}</span>}</StaffBar>
      {(error !== null || problem) && (
        <div className="banner bad" role="alert">
          {problem || wordsOf(error)}
        </div>
      )}
      {data && (
        <main className={style.main}>
          <State opening={data} />
          {data.opened_at === null ? (
            <>
              <ol className={style.steps}>
                <LeadConfirms opening={data} acts={acts} />
                <CandidateConfirms opening={data} acts={acts} />
                <Opening opening={data} acts={acts} />
              </ol>
              <div className={style.beside}>
                <Photo opening={data} changed={() => void refetch()} />
                <Sealing opening={data} changed={() => void refetch()} />
                <DocumentSubject opening={data} changed={() => void refetch()} />
              </div>
            </>
          ) : (
            <Opened opening={data} />
          )}
        </main>
      )}
    </div>
  );
}

/** Readable from three metres: still sealed, or open since when. */
function State({ opening }: { opening: OpeningView }): ReactNode {
  const isOpen = opening.opened_at !== null;
  return (
    <section className={`card ${style.state} ${isOpen ? style.open : ""}`} aria-live="polite">
      <h2>
        {opening.opened_at !== null
          ? t("Plis ouverts à {time}", { time: timeOfDay(opening.opened_at).slice(0, 5) })
          : t("Plis fermés")}
      </h2>
      <p>
        {opening.company_name} · {opening.subject_title || t("sujets tirés au sort")}
      </p>
      <p className="soft">
        {isOpen
          ? t("Le sujet du jour se lit désormais aux postes qui en ont besoin.")
          : t("Jusqu'à l'ouverture, personne ne lit le sujet : ni jury, ni candidats, ni responsable.")}
      </p>
    </section>
  );
}
