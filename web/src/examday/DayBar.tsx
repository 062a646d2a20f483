import shown from "../shared/steps.module.css";
import styles from "./shell.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { CandidateDay, ClockView } from "../api/schema";
import { t } from "../i18n/t";
import { freshId } from "../shared/freshId";
import { extraTimeWords } from "../shared/extraTime";
import { breaksLeft } from "./Breaks";
import { hour } from "./hours";
import { STEPS } from "./words";

/** The steps of the candidate's day: those that are held, numbered, with where each stands in words. */
export function DaySteps({ phases }: { phases: ClockView[] }): ReactNode {
  const held = STEPS.map((step) => ({
    name: step.name,
    clocks: phases.filter((clock) => step.phases.includes(clock.phase)),
  })).filter((step) => step.clocks.length > 0);
  return (
    <ol className={clsx(shown.steps, "plain-list grow")} aria-label={t("Les étapes de la journée")}>
      {held.map((step, index) => {
        const isDone = step.clocks.every((clock) => clock.state === "ended");
        const isNow = !isDone && step.clocks.some((clock) => clock.state !== "not_started");
        const words = isDone ? t("terminée") : isNow ? t("en cours") : t("à venir");
        return (
          <li
            key={step.name}
            className={clsx(shown.step, isDone ? shown.done : isNow && shown.now)}
            aria-current={isNow ? "step" : undefined}
          >
            {isDone && <span aria-hidden="true">{"✓"}</span>}
            <span className="num">{index + 1}</span> <span className={shown.stepLabel}>{t(step.name)}</span>
            <span className="sr">{`, ${words}`}</span>
          </li>
        );
      })}
    </ol>
  );
}

interface BandProps {
  day: CandidateDay;
  clock: ClockView | undefined;
  again: () => void;
  children?: ReactNode;
}

/** Under the bar: until when, the last message of the responsible person, and how to call somebody. */
export function DayBand({ day, clock, again, children }: BandProps): ReactNode {
  return (
    <section className={styles.band} aria-label={t("Votre journée")}>
      <span className="num">
        {clock?.state === "running" && clock.ends_at
          ? [t("Fin à {at}", { at: hour(clock.ends_at) }), extraTimeWords(clock)].filter(Boolean).join(", ")
          : ""}
      </span>
      {day.breaks && <span className="small num">{breaksLeft(day.breaks)}</span>}
      <LastMessage day={day} />
      {children}
      <CallHelp day={day} again={again} />
    </section>
  );
}

/** The same inside the bar of a page that has its own clock: no second bar, no second deadline. */
export function DayInBar({ day, again }: Pick<BandProps, "day" | "again">): ReactNode {
  return (
    <section className={styles.inBar} aria-label={t("Votre journée")}>
      <LastMessage day={day} />
      <CallHelp day={day} again={again} />
    </section>
  );
}

function LastMessage({ day }: { day: CandidateDay }): ReactNode {
  const [seen, setSeen] = useState("");
  const message = day.messages.at(-1);
  return (
    <span className="grow" role="status">
      {message && message.at !== seen && (
        <span className={styles.message}>
          {`${hour(message.at)} · ${message.text} `}
          <button className="link" onClick={() => setSeen(message.at)}>
            {t("J'ai lu")}
          </button>
        </span>
      )}
    </span>
  );
}

function CallHelp({ day, again }: Pick<BandProps, "day" | "again">): ReactNode {
  const [problem, setProblem] = useState("");
  const ask = async (): Promise<void> => {
    const { error } = await client.POST("/api/candidate/day/help", { body: { id: freshId(), text: "" } });
    setProblem(wordsOf(error));
    again();
  };
  return (
    <>
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
      {day.help_called_at ? (
        <span className="small strong">{t("Le surveillant est prévenu")}</span>
      ) : (
        <button className="btn slim" onClick={() => void ask()}>
          {t("Appeler le surveillant")}
        </button>
      )}
    </>
  );
}
