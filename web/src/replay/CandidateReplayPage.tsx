/** Practice: the candidate replays an exchange beside its feedback, and the trainer's criteria once shared. */

import { type ReactNode, useEffect, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Logo, Tabs } from "../shared/Desk";
import { Feedback } from "./Feedback";
import { Replay } from "./Replay";
import { useFeedback } from "./useFeedback";

export default function CandidateReplayPage(): ReactNode {
  const { runId = "" } = useParams();
  const [tab, setTab] = useState("feedback");
  const { data: view, error } = server.useQuery("get", "/api/candidate/runs/{run_id}/replay", {
    params: { path: { run_id: runId } },
  });
  const problem = wordsOf(error);
  const feedback = useFeedback("candidate", view ? runId : null);
  useEffect(() => {
    document.title = t("Ma réécoute – Combiné");
  }, []);
  const tabs = [
    { id: "feedback", label: t("Mon retour") },
    { id: "criteria", label: t("Critères") },
  ];
  return (
    <div className="desk">
      <header className="bar">
        <Logo />
        <h1 className="bar-title">{t("Ma réécoute")}</h1>
        <span className="grow" />
        <a className="btn slim" href="/candidat/progression">
          {t("Ma progression")}
        </a>
        <a className="btn slim" href="/candidat">
          {t("Revenir à mon poste")}
        </a>
      </header>
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      {view && (
        <Replay
          view={view}
          startAt={0}
          aside={(zero, seek, criteria) => (
            <div className="card col" style={{ padding: 0 }}>
              {view.marking && (
                <div style={{ padding: "4px 14px 0" }}>
                  <Tabs items={tabs} value={tab} choose={setTab} label={t("Mon retour")} />
                </div>
              )}
              {tab === "criteria" && view.marking ? (
                criteria
              ) : (
                <div
                  className="scroll"
                  style={{ flex: 1, padding: 14 }}
                  tabIndex={0}
                  role="region"
                  aria-label={t("Mon retour")}
                >
                  {feedback && <Feedback feedback={feedback} zero={zero} seek={seek} />}
                </div>
              )}
            </div>
          )}
        />
      )}
    </div>
  );
}
