/** « Cette installation »: how it stands, what to mend first, its backups, until when its disk lasts. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import { isRefused, server, wordsOf } from "../api/client";
import type { ExaminedView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Upkeep } from "../session/Upkeep";
import { StaffBar } from "../shared/StaffBar";
import { Backups } from "./Backups";
import { CentreCard } from "./CentreCard";
import { Disk } from "./Disk";
import { Examination } from "./Examination";
import { Pages } from "./Pages";
import { useExamination } from "./useExamination";

const LOOK_MS = 15_000;
const AT_WORK_MS = 1500;

export default function InstallationPage(): ReactNode {
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/installation",
    {},
    {
      refetchInterval: ({ state }) => {
        if (isRefused(state.error)) return false;
        const backups = state.data?.backups;
        return backups?.at_work || backups?.is_asked ? AT_WORK_MS : LOOK_MS;
      },
    },
  );
  const problem = wordsOf(error);
  const looked = useExamination();
  return (
    <div className="page">
      <StaffBar title={t("Cette installation")} />
      <main className={`column wide ${styles.column}`}>
        <Pages />
        {problem && (
          <div className="banner bad" role="alert">
            {problem}
          </div>
        )}
        {data && (
          <>
            <State version={data.version} isReady={data.is_ready} points={looked.points} />
            <Upkeep />
            <div className={styles.parts}>
              <Examination looked={looked} />
              <div className={styles.side}>
                <Backups backups={data.backups} again={() => void refetch()} />
                <Disk disk={data.disk} />
                <CentreCard />
              </div>
            </div>
          </>
        )}
      </main>
    </div>
  );
}

interface StateProps {
  version: string;
  isReady: boolean;
  points: ExaminedView[];
}

/** One sentence, and the link to what needs doing first. */
function State({ version, isReady, points }: StateProps): ReactNode {
  const faults = points.filter((one) => one.level === "fault").length;
  const warnings = points.filter((one) => one.level === "warning").length;
  return (
    <section className={`card ${styles.state}`} aria-label={t("État")}>
      <span className={`pill ${isReady ? "live" : "bad"}`}>
        <span className="dot" />
        {isReady ? t("Prête") : t("La base de données ne répond pas")}
      </span>
      <b className="num">{t("Combiné {version}", { version })}</b>
      <p className={styles.sentence}>{points.length > 0 && sentence(faults, warnings)}</p>
      {faults + warnings > 0 && (
        <a className={`btn ${faults > 0 ? "primary" : ""}`} href="#a-faire">
          {t("Voir ce qu'il y a à faire")}
        </a>
      )}
    </section>
  );
}

function sentence(faults: number, warnings: number): string {
  if (faults + warnings === 0) return t("Tout ce qui a été examiné va bien.");
  return [
    faults > 0 ? plural(faults, "{n} point à corriger", "{n} points à corriger") : "",
    warnings > 0 ? plural(warnings, "{n} point à surveiller", "{n} points à surveiller") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
