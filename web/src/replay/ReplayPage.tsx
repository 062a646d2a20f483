/** Replay for staff: listen again, mark, share with the candidate, download. */

import { type ReactNode, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";

import { queries, server, wordsOf } from "../api/client";
import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { newId } from "../live/socket";
import type { Sign } from "../shared/marks";
import { StaffBar } from "../shared/StaffBar";
import { useServerClock } from "../shared/useServerClock";
import { useFindings } from "../shared/useFindings";
import { Downloads } from "./Downloads";
import { Replay } from "./Replay";
import { useFeedback } from "./useFeedback";
import { usePosts } from "./usePosts";

const AGAIN_MS = 2000;

/** Its sound or its words are still being made. */
function isComing(view: ReplayView): boolean {
  return view.recordings.some((one) => one.state === "finishing") || view.transcript.state === "waiting";
}

export default function ReplayPage(): ReactNode {
  const { runId = "" } = useParams();
  const [search] = useSearchParams();
  const [refusal, setRefusal] = useState("");
  const asked = server.queryOptions(
    "get",
    "/api/staff/runs/{run_id}/replay",
    { params: { path: { run_id: runId } } },
    { refetchInterval: ({ state }) => (state.data && isComing(state.data) ? AGAIN_MS : false) },
  );
  const { data: view, error, dataUpdatedAt } = useQuery(asked);
  const serverNow = useServerClock(view?.server_now, dataUpdatedAt);
  const problem = refusal || wordsOf(error);

  const { data: me } = server.useQuery("get", "/api/staff/me");
  const { post, isWaiting } = usePosts(
    runId,
    me?.person_id ?? null,
    serverNow,
    (changed) => queries.setQueryData(asked.queryKey, changed),
    (problem) => setRefusal(wordsOf(problem)),
  );
  const found = useFindings(
    view?.may_mark ? runId : null,
    JSON.stringify([view?.transcript.state, view?.transcript.turns.filter((one) => one.corrected)]),
  );
  const mayShare = view?.session_kind === "practice" && view.may_mark && view.ended_at !== null;
  const draft = useFeedback("staff", mayShare ? runId : null)?.draft;
  const mark = (criterion: string, sign: Sign, seconds: number | null, text: string, isProposed: boolean): void =>
    post({
      path: "marks",
      body: {
        id: newId(),
        type: "mark.place",
        mark_id: newId(),
        run_id: runId,
        criterion,
        sign,
        at_seconds: seconds,
        text,
        from_finding: isProposed,
      },
    });
  const title = view
    ? t("Réécoute · Échange {n} · {name}", { n: view.position, name: view.customer_name })
    : t("Réécoute");
  return (
    <div className="desk">
      <StaffBar title={title}>
        {view && <span className="pill">{t("Candidat {label}", { label: view.seat_label })}</span>}
      </StaffBar>
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      {isWaiting && (
        <div className="banner" role="status">
          {t("Le serveur ne répond pas : ce que vous avez saisi est gardé sur cet ordinateur et renvoyé tout seul.")}
        </div>
      )}
      {view ? (
        <Replay
          view={view}
          startAt={Number(search.get("t") ?? 0)}
          place={(criterion, sign, seconds, text) => mark(criterion, sign, seconds, text, false)}
          proposals={{
            found,
            take: (criterion, sign, seconds, text) => mark(criterion, sign, seconds, text, true),
            reject: (criterion, verdict) =>
              post({
                path: "findings/reject",
                body: { id: newId(), type: "finding.reject", run_id: runId, criterion, verdict, reason: "" },
              }),
          }}
          remove={(markId) =>
            post({ path: "marks/remove", body: { id: newId(), type: "mark.remove", mark_id: markId } })
          }
          judge={(criterion, verdict) =>
            post({
              path: "verdicts",
              body: { id: newId(), type: "verdict.set", run_id: runId, criterion, verdict, comment: "" },
            })
          }
          correct={(turn, text) =>
            post({ path: "transcript/correct", body: { call_id: turn.call_id, turn: turn.turn, text } })
          }
          draft={draft}
          share={
            view.session_kind === "practice" && view.may_mark
              ? (text) => post({ path: "feedback", body: { id: newId(), type: "feedback.share", run_id: runId, text } })
              : undefined
          }
          extra={<Downloads view={view} />}
        />
      ) : (
        !problem && (
          <p className="soft" style={{ padding: 24 }}>
            {t("Chargement…")}
          </p>
        )
      )}
    </div>
  );
}
