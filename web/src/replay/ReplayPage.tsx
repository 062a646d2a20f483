/** Replay for staff: listen again, mark, share with the candidate, download. */

import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { call } from "../api/call";
import { server } from "../api/client";
import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { newId } from "../live/socket";
import { StaffBar } from "../shared/StaffBar";
import { useFindings } from "../shared/useFindings";
import { Downloads } from "./Downloads";
import { Replay } from "./Replay";
import { useFeedback } from "./useFeedback";
import { usePosts } from "./usePosts";

export default function ReplayPage(): ReactNode {
  const { runId = "" } = useParams();
  const [search] = useSearchParams();
  const [view, setView] = useState<ReplayView | null>(null);
  const [problem, setProblem] = useState("");
  const root = `/api/staff/runs/${runId}`;
  const load = useCallback(async (): Promise<void> => {
    const answer = await call<ReplayView>("GET", `${root}/replay`);
    if (answer.ok) setView(answer.data);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  }, [root]);
  useEffect(() => void load(), [load]);
  const isComing = view?.recordings.some((one) => one.state === "finishing") || view?.transcript.state === "waiting";
  useEffect(() => {
    if (!isComing) return;
    const timer = window.setInterval(() => void load(), 2000);
    return () => window.clearInterval(timer);
  }, [isComing, load]);

  const { data: me } = server.useQuery("get", "/api/staff/me");
  const { post, isWaiting } = usePosts(root, me?.person_id ?? null, setView, (refusal) =>
    setProblem(`${refusal.message} ${refusal.remedy}`),
  );
  const found = useFindings(
    view?.may_mark ? runId : null,
    JSON.stringify([view?.transcript.state, view?.transcript.turns.filter((one) => one.corrected)]),
  );
  const mayShare = view?.session_kind === "practice" && view.may_mark && view.ended_at !== null;
  const draft = useFeedback(mayShare ? root : null)?.draft;
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
          place={(criterion, sign, seconds, text) =>
            post("marks", {
              id: newId(),
              type: "mark.place",
              mark_id: newId(),
              run_id: runId,
              criterion,
              sign,
              at_seconds: seconds,
              text,
            })
          }
          proposals={{
            found,
            take: (criterion, sign, seconds, text) =>
              post("marks", {
                id: newId(),
                type: "mark.place",
                mark_id: newId(),
                run_id: runId,
                criterion,
                sign,
                at_seconds: seconds,
                text,
                from_finding: true,
              }),
            reject: (criterion, verdict) =>
              post("findings/reject", { id: newId(), type: "finding.reject", run_id: runId, criterion, verdict }),
          }}
          remove={(markId) => post("marks/remove", { id: newId(), type: "mark.remove", mark_id: markId })}
          judge={(criterion, verdict) =>
            post("verdicts", { id: newId(), type: "verdict.set", run_id: runId, criterion, verdict })
          }
          correct={(turn, text) => post("transcript/correct", { call_id: turn.call_id, turn: turn.turn, text })}
          draft={draft}
          share={
            view.session_kind === "practice" && view.may_mark
              ? (text) => post("feedback", { id: newId(), type: "feedback.share", run_id: runId, text })
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
