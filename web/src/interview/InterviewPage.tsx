/** The jury's screen of one candidate's interview: preparation, recorded sequence, debrief, final interview. */

import styles from "./interview.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { InterviewDesk } from "../api/schema";
import { PHASE_NAMES, type PhaseId } from "../examday/words";
import { t } from "../i18n/t";
import { Tabs } from "../shared/Desk";
import { StaffBar } from "../shared/StaffBar";
import { useServerClock } from "../shared/useServerClock";
import { FinalInterview } from "./FinalInterview";
import { Guide } from "./Guide";
import { PhaseClock } from "./PhaseClock";
import { Preparation } from "./Preparation";
import { Sequence } from "./Sequence";
import { useVerdicts, type Verdicts } from "./useVerdicts";

const EVERY_MS = 3000;

export default function InterviewPage(): ReactNode {
  const { seatId = "" } = useParams();
  const asked = server.useQuery(
    "get",
    "/api/staff/seats/{seat_id}/interview",
    { params: { path: { seat_id: seatId } } },
    { refetchInterval: EVERY_MS },
  );
  const [chosen, setChosen] = useState<PhaseId | null>(null);
  const desk = asked.data;
  const steps = desk ? stepsOf(desk) : [];
  const now = desk ? underWay(desk, steps) : undefined;
  // Whatever is looked at, the page goes along when the responsible person opens the next phase.
  const [followed, setFollowed] = useState<PhaseId | undefined>(undefined);
  if (now !== followed) {
    setFollowed(now);
    setChosen(null);
  }
  const shown = chosen ?? now;
  const verdicts = useVerdicts(seatId, useServerClock(desk?.server_now, asked.dataUpdatedAt));
  const again = (): void => void asked.refetch();
  return (
    <div className={`desk ${styles.page}`}>
      <StaffBar title={t("Entretien")}>
        {desk && (
          <>
            <span className="pill">{`${desk.seat_label} ${desk.candidate_name}`}</span>
            <PhaseClock
              view={desk.phases.find((one) => one.phase === shown)}
              serverNow={desk.server_now}
              heardAt={asked.dataUpdatedAt}
            />
          </>
        )}
      </StaffBar>
      {asked.error && (
        <div className="banner bad" role="alert">
          {wordsOf(asked.error)}
        </div>
      )}
      {desk?.has_left && (
        <div className="banner" role="status">
          {t("Ce candidat a quitté l'épreuve. Ce qui a été enregistré et noté est gardé ; vos notes restent ouvertes.")}
        </div>
      )}
      {desk && shown && (
        <main className={styles.main}>
          <div className={styles.top}>
            <Tabs
              items={steps.map((id) => ({ id, label: t(PHASE_NAMES[id]) }))}
              value={shown}
              choose={(id) => setChosen(id as PhaseId)}
              label={t("Étapes de l'entretien")}
            />
            <a className="btn slim plain" href={`/jury/candidat/${seatId}/salle`} target="_blank" rel="noreferrer">
              {t("Écran de la salle")}
            </a>
          </div>
          <div className={styles.step} role="tabpanel" aria-labelledby={`tab-${shown}`}>
            <Step
              desk={desk}
              phase={shown}
              verdicts={verdicts}
              again={again}
              next={() => setChosen(after(steps, shown))}
            />
          </div>
        </main>
      )}
    </div>
  );
}

interface StepProps {
  desk: InterviewDesk;
  phase: PhaseId;
  verdicts: Verdicts;
  again: () => void;
  next: () => void;
}

function Step({ desk, phase, verdicts, again, next }: StepProps): ReactNode {
  if (phase === "interview_preparation") return <Preparation desk={desk} />;
  if (phase === "recorded_sequence") return <Sequence desk={desk} verdicts={verdicts} again={again} next={next} />;
  if (phase === "final_interview") return <FinalInterview seatId={desk.seat_id} verdicts={verdicts} />;
  return <Guide seatId={desk.seat_id} part="debrief" verdicts={verdicts} />;
}

/** Those that are held; where only exchanges are played, the sequence and what follows it. */
function stepsOf(desk: InterviewDesk): PhaseId[] {
  if (desk.phases.length > 0) return desk.phases.map((one) => one.phase);
  return ["recorded_sequence", "debrief", "final_interview"];
}

function underWay(desk: InterviewDesk, steps: PhaseId[]): PhaseId | undefined {
  const open = desk.phases.find((one) => one.state === "running" || one.state === "paused");
  const begun = desk.phases.findLast((one) => one.state === "ended");
  return open?.phase ?? begun?.phase ?? steps[0];
}

function after(steps: PhaseId[], phase: PhaseId): PhaseId {
  return steps[steps.indexOf(phase) + 1] ?? phase;
}
