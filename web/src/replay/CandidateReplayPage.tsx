/** Practice: the candidate replays an exchange that the trainer has shared, with its marks. */

import { type ReactNode, useEffect, useState } from "react";
import { useParams } from "react-router";

import { call } from "../api/call";
import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { Replay } from "./Replay";

export default function CandidateReplayPage(): ReactNode {
  const { runId = "" } = useParams();
  const [view, setView] = useState<ReplayView | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    document.title = t("Ma réécoute – Combiné");
    void call<ReplayView>("GET", `/api/candidate/runs/${runId}/replay`).then((answer) => {
      if (answer.ok) setView(answer.data);
      else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
    });
  }, [runId]);
  return (
    <div className="desk">
      <header className="bar">
        <Logo />
        <h1 className="bar-title">{t("Ma réécoute")}</h1>
        <span className="grow" />
        <a className="btn slim" href="/candidat">
          {t("Revenir à mon poste")}
        </a>
      </header>
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      {view && <Replay view={view} startAt={0} />}
    </div>
  );
}
