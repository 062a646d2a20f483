/** A trainee's progress, for those who teach. */

import { type ReactNode, useEffect, useState } from "react";
import { useParams } from "react-router";

import { call } from "../api/call";
import type { TraineeProgress } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { Trainee } from "./Trainee";

export default function TraineePage(): ReactNode {
  const { personId = "" } = useParams();
  const [progress, setProgress] = useState<TraineeProgress | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    void call<TraineeProgress>("GET", `/api/staff/progress/trainees/${personId}`).then((answer) => {
      if (answer.ok) setProgress(answer.data);
      else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
    });
  }, [personId]);
  return (
    <div className="page">
      <StaffBar title={t("Progression")} />
      <main className="column wide">
        {problem && <p role="alert" style={{ color: "var(--c-bad)" }}>{problem}</p>}
        {progress && (
          <>
            <div className="row between">
              <h2 style={{ fontSize: 26 }}>{progress.name}</h2>
              <div className="row no-print">
                <a className="btn" href={`/progression?groupe=${encodeURIComponent(progress.group_name)}`}>
                  {t("Tout le groupe")}
                </a>
                <button className="btn" onClick={() => window.print()}>
                  {t("Imprimer")}
                </button>
              </div>
            </div>
            <Trainee progress={progress} replay={(runId) => `/reecoute/${runId}`} />
          </>
        )}
      </main>
    </div>
  );
}
