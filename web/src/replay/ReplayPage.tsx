/** Replay for staff: listen again, mark, share with the candidate, download. */

import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { call } from "../api/call";
import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { newId } from "../live/socket";
import { StaffBar } from "../shared/StaffBar";
import { useFindings } from "../shared/useFindings";
import { Downloads } from "./Downloads";
import { Replay } from "./Replay";

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
  const finishing = view?.recordings.some((one) => one.state === "finishing");
  useEffect(() => {
    if (!finishing) return;
    const timer = window.setInterval(() => void load(), 1500);
    return () => window.clearInterval(timer);
  }, [finishing, load]);

  const post = async (path: string, body: Record<string, unknown>): Promise<void> => {
    const answer = await call<ReplayView>("POST", `${root}/${path}`, { id: newId(), ...body });
    if (answer.ok) setView(answer.data);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  };
  const found = useFindings(view?.may_mark ? runId : null, "");
  const title = view ? t("Réécoute · Échange {n} · {name}", { n: view.position, name: view.customer_name }) : t("Réécoute");
  return (
    <div className="desk">
      <StaffBar title={title}>{view && <span className="pill">{t("Candidat {label}", { label: view.seat_label })}</span>}</StaffBar>
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      {view ? (
        <Replay
          view={view}
          startAt={Number(search.get("t") ?? 0)}
          place={(criterion, sign, seconds, text) =>
            void post("marks", { type: "mark.place", mark_id: newId(), run_id: runId, criterion, sign, at_seconds: seconds, text })
          }
          proposals={{
            found,
            take: (criterion, sign, seconds, text) =>
              void post("marks", { type: "mark.place", mark_id: newId(), run_id: runId, criterion, sign, at_seconds: seconds, text, from_finding: true }),
            reject: (criterion, verdict) => void post("findings/reject", { type: "finding.reject", run_id: runId, criterion, verdict }),
          }}
          remove={(markId) => void post("marks/remove", { type: "mark.remove", mark_id: markId })}
          judge={(criterion, verdict) => void post("verdicts", { type: "verdict.set", run_id: runId, criterion, verdict })}
          share={view.session_kind === "practice" && view.may_mark ? (text) => void post("feedback", { type: "feedback.share", run_id: runId, text }) : undefined}
          extra={<Downloads view={view} />}
        />
      ) : (
        !problem && <p className="soft" style={{ padding: 24 }}>{t("Chargement…")}</p>
      )}
    </div>
  );
}
