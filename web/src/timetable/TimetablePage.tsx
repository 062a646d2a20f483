/** « Préparer la journée »: candidates, jury and rooms, plan, printing; each step when one wants, the next one shown. */

import styles from "./timetable.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { t } from "../i18n/t";
import { DayPicker, useDayInAddress } from "../shared/DayPicker";
import { StaffBar } from "../shared/StaffBar";
import { Candidates } from "./Candidates";
import { Ground } from "./Ground";
import { Keepers } from "./Keepers";
import { PlanStep } from "./PlanStep";
import { PrintStep } from "./PrintStep";
import { nextStep, type Step } from "./rows";
import { useTimetable } from "./useTimetable";

export const STEP_WORDS = {
  candidates: "Candidats",
  ground: "Jury et salles",
  plan: "Plan",
  print: "Imprimer",
} as const;

const STEPS = Object.keys(STEP_WORDS) as Step[];

export default function TimetablePage(): ReactNode {
  const { sessionId = "" } = useParams();
  const [date, setDate] = useDayInAddress();
  const timetable = useTimetable(sessionId, date ?? "");
  const [chosen, setChosen] = useState<Step | null>(null);
  const { day, problem } = timetable;
  const step = chosen ?? (day ? nextStep(day) : "candidates");
  return (
    <div className="page">
      <StaffBar title={t("Préparer la journée")} />
      <main className={`column wide ${styles.page}`}>
        {day && (
          <div className="row between wrap">
            <div>
              <h2>{day.title}</h2>
              <p className="soft small">
                {[
                  day.format_name,
                  day.date ? new Date(`${day.date}T12:00`).toLocaleDateString("fr-FR") : t("date à fixer"),
                ].join(" · ")}
              </p>
            </div>
            <div className="row wrap">
              <DayPicker days={day.days} day={day.date ?? ""} choose={setDate} />
              <a className="btn slim" href={`/sessions/${sessionId}`}>
                {t("Retour à la séance")}
              </a>
            </div>
          </div>
        )}
        {day && (
          <nav className="row wrap" aria-label={t("Étapes de la préparation")}>
            {STEPS.map((one, index) => (
              <button
                key={one}
                className={`btn slim ${step === one ? styles.current : ""}`}
                aria-current={step === one ? "step" : undefined}
                onClick={() => setChosen(one)}
              >
                {`${index + 1}. ${t(STEP_WORDS[one])}`}
              </button>
            ))}
          </nav>
        )}
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        {day && step === "candidates" && <Candidates day={day} timetable={timetable} />}
        {day && step === "candidates" && day.candidates.length > 0 && (
          <div className="row">
            <button className="btn primary" onClick={() => setChosen("ground")}>
              {t("Continuer : jury et salles")}
            </button>
          </div>
        )}
        {day && step === "ground" && (
          <>
            <Ground key={`${day.day} ${day.version}`} day={day} timetable={timetable} done={() => setChosen("plan")} />
            <Keepers key={day.day} sessionId={day.session_id} day={day.date ?? ""} />
          </>
        )}
        {day && step === "plan" && <PlanStep day={day} timetable={timetable} published={() => setChosen("print")} />}
        {day && step === "print" && <PrintStep day={day} />}
      </main>
    </div>
  );
}
