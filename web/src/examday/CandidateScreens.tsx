import styles from "./shell.module.css";

import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

import type { CandidateDay, CandidateDesk, ClockView } from "../api/schema";
import { t } from "../i18n/t";
import type { CaseStudyDeskProps } from "../casestudy/CaseStudyDesk";
import { CandidateInterview, InterviewPreparation } from "../interview/CandidateInterview";
import { spoken } from "../shared/time";
import { breaksLeft } from "./Breaks";
import { hour } from "./hours";
import { PreparationDesk } from "./PreparationDesk";
import { isShut, type Screen } from "./screen";
import { PHASE_NAMES, PHASE_WITH_ARTICLE, type PhaseId } from "./words";

const found = import.meta.glob<{ default: ComponentType<CaseStudyDeskProps> }>("../casestudy/CaseStudyDesk.tsx");
const loadCaseStudy = Object.values(found)[0];
const CaseStudyDesk = loadCaseStudy ? lazy(loadCaseStudy) : null;

const INTERVIEWS: readonly PhaseId[] = ["recorded_sequence", "debrief", "technical_interview", "final_interview"];

/** Whether the case study has the whole page: while it runs or waits, and until the next phase its receipt. */
export function hasCaseStudy(screen: Screen): boolean {
  if (!CaseStudyDesk || screen.kind === "finished" || isShut(screen)) return false;
  return (screen.kind === "waiting" ? screen.done : screen.phase) === "case_study";
}

interface CaseStudyPageProps {
  desk: CandidateDesk;
  isSessionClosed: boolean;
  isSignedOut: boolean;
  /** In its bar. */
  children: ReactNode;
}

/** The case study's own page. */
export function CaseStudyPage({ desk, isSessionClosed, isSignedOut, children }: CaseStudyPageProps): ReactNode {
  const receipt = desk.receipts.find((one) => one.phase === "case_study");
  return (
    <div className={styles.around}>
      <div className={styles.fill}>
        <Suspense fallback={<Card title={t("Ouverture de l'étude de cas…")} />}>
          {CaseStudyDesk && (
            <CaseStudyDesk
              inBar={children}
              isSessionClosed={isSessionClosed}
              isSignedOut={isSignedOut}
              receipt={receipt}
            />
          )}
        </Suspense>
      </div>
    </div>
  );
}

/** What is left of a clock that stands, as the timer in the bar rounds it. */
function standing(clock: ClockView | undefined): string {
  return spoken(Math.ceil(clock?.remaining_seconds ?? 0));
}

interface ScreenProps {
  desk: CandidateDesk;
  screen: Screen;
  clock: ClockView | undefined;
  day: CandidateDay;
  /** The server's, in milliseconds. */
  now: () => number;
  openCheck: () => void;
}

/** What a candidate sees outside the exchanges: the phase under way, or what they wait for. */
export function CandidateScreen(props: ScreenProps): ReactNode {
  const { screen, day, desk, clock, now, openCheck } = props;
  switch (screen.kind) {
    case "phase":
      if (screen.phase === "interview_preparation") return <InterviewPreparation />;
      if (INTERVIEWS.includes(screen.phase)) return <CandidateInterview />;
      if (screen.phase === "preparation")
        return <PreparationDesk seatId={desk.seat_id} isDrawn={day.subject_drawn} now={now} />;
      return (
        <Card title={t(PHASE_NAMES[screen.phase])}>
          <p>{t("Suivez les consignes du surveillant. Votre temps est en haut à droite.")}</p>
        </Card>
      );
    case "paused":
      if (screen.until)
        return (
          <Card title={t("Pause jusqu'à {at}", { at: hour(screen.until) })}>
            <p>
              {t("Votre temps est arrêté : il vous reste {left}. Tout ce que vous avez fait est gardé.", {
                left: standing(clock),
              })}
            </p>
            {day.breaks && <p className="num">{breaksLeft(day.breaks)}</p>}
            <p className="soft">{t("Le temps reprend seul à cette heure, et cette page avec lui.")}</p>
          </Card>
        );
      if (screen.isEvacuated)
        return (
          <Card title={t("Évacuation : quittez la salle, suivez les consignes.")}>
            <p role="alert">
              {t("Votre texte est gardé. Votre temps est arrêté : il vous reste {left}.", { left: standing(clock) })}
            </p>
            <p className="soft">{t("Cette page reprend d'elle-même à la reprise de l'épreuve.")}</p>
          </Card>
        );
      return (
        <Card title={t("L'épreuve est suspendue")}>
          <p>
            {t("{reason}. Votre temps est arrêté : il vous reste {left}. Tout ce que vous avez fait est gardé.", {
              reason: clock?.pause_reason ?? "",
              left: standing(clock),
            })}
          </p>
          <p className="soft">{t("Suivez les consignes du surveillant. Cette page reprend d'elle-même.")}</p>
        </Card>
      );
    case "waiting":
      return (
        <Card title={t("Étape suivante : {phase}", { phase: t(PHASE_NAMES[screen.next]) })}>
          {screen.done && <Ended phase={screen.done} desk={desk} />}
          <p>
            {t("Le responsable de session ouvre {phase}. Cette page y passe d'elle-même.", {
              phase: t(PHASE_WITH_ARTICLE[screen.next]),
            })}
          </p>
          {clock && (
            <p className="soft num">{t("Durée : {n} min", { n: clock.total_minutes + clock.extra_minutes })}</p>
          )}
          {screen.done && (
            <p>
              <a className="link small" href="/candidat/tirage">
                {t("Mon tirage au sort")}
              </a>
            </p>
          )}
          {screen.next === "exchanges" && !desk.headset_checked && (
            <button className="btn primary" onClick={openCheck}>
              {t("Tester le casque…")}
            </button>
          )}
        </Card>
      );
    case "finished":
      return (
        <Card title={t("Votre journée d'épreuves est terminée")}>
          {day.phases.map((phase) => (
            <Ended key={phase.phase} phase={phase.phase} desk={desk} onlyReceipt />
          ))}
          <p>{t("Merci. Suivez les consignes du surveillant.")}</p>
          <p>
            <a className="btn slim" href="/candidat/tirage">
              {t("Vérifier mes tirages")}
            </a>
          </p>
        </Card>
      );
  }
}

/** What was handed in: its receipt, which can be copied. */
function Ended({
  phase,
  desk,
  onlyReceipt = false,
}: {
  phase: ClockView["phase"];
  desk: CandidateDesk;
  onlyReceipt?: boolean;
}): ReactNode {
  const receipt = desk.receipts.find((one) => one.phase === phase)?.code;
  if (receipt)
    return (
      <p className="row wrap" style={{ justifyContent: "center" }}>
        {t("{phase} : remise et scellée. Reçu", { phase: t(PHASE_NAMES[phase]) })}
        <b className="num">{receipt}</b>
        <button className="btn slim" onClick={() => void navigator.clipboard.writeText(receipt)}>
          {t("Copier le reçu")}
        </button>
      </p>
    );
  return onlyReceipt ? null : <p className="soft">{t("{phase} : terminée.", { phase: t(PHASE_NAMES[phase]) })}</p>;
}

function Card({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className={styles.center}>
      <section className={`card ${styles.card}`}>
        <h2>{title}</h2>
        {children}
      </section>
    </div>
  );
}
