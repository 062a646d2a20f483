/** A trainee's progress, for those who teach. */

import css from "./progress.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import { useGiving } from "../catalogue/useGiving";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { Trainee } from "./Trainee";

export default function TraineePage(): ReactNode {
  const { personId = "" } = useParams();
  const { data: progress, error } = server.useQuery("get", "/api/staff/progress/trainees/{person_id}", {
    params: { path: { person_id: personId } },
  });
  const { problem, give } = useGiving();
  return (
    <div className="page">
      <StaffBar title={t("Progression")} />
      <main className="column wide">
        {error !== null && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {wordsOf(error)}
          </p>
        )}
        {progress && (
          <>
            <div className="row between">
              <h2 style={{ fontSize: 26 }}>{progress.name}</h2>
              <div className={clsx("row", css.noPrint)}>
                <a className="btn" href={`/progression?groupe=${encodeURIComponent(progress.group_name)}`}>
                  {t("Tout le groupe")}
                </a>
                <button className="btn" onClick={() => window.print()}>
                  {t("Imprimer")}
                </button>
              </div>
            </div>
            {problem && (
              <p role="alert" className="warn">
                {problem}
              </p>
            )}
            <Trainee
              progress={progress}
              replay={(runId) => `/reecoute/${runId}`}
              give={(one) => void give(one, progress.group_name, [progress.name])}
            />
          </>
        )}
      </main>
    </div>
  );
}
