/** Engines and models: what is there, what is missing without it, how it comes; one model brought, measured, chosen. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import { isRefused, server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { BringModel } from "./BringModel";
import { Engines } from "./Engines";
import { ModelRows } from "./ModelRows";
import { Pages } from "./Pages";

const AT_WORK_MS = 1000;

export default function ModelsPage(): ReactNode {
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/installation/models",
    {},
    {
      refetchInterval: ({ state }) => {
        const work = state.data?.progress;
        return work && !work.result && !work.problem && !isRefused(state.error) ? AT_WORK_MS : false;
      },
    },
  );
  const problem = wordsOf(error);
  const again = (): void => void refetch();
  return (
    <div className="page">
      <StaffBar title={t("Modèles et moteurs")} />
      <main className={`column wide ${styles.column}`}>
        <Pages />
        {problem && (
          <div className="banner bad" role="alert">
            {problem}
          </div>
        )}
        {data && (
          <div className={styles.parts}>
            <Engines engines={data.engines} />
            <div className={styles.side}>
              <ModelRows models={data} again={again} />
              <BringModel brings={data.brings_to} isBusy={isAtWork(data.progress)} again={again} />
            </div>
          </div>
        )}
      </main>
    </div>
  );
}

export function isAtWork(progress: { result: string; problem: string } | null): boolean {
  return progress !== null && !progress.result && !progress.problem;
}
