import css from "../shared/steps.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Step } from "../api/schema";
import { t } from "../i18n/t";

const PHASES: Record<Step["phase"], string> = {
  planned: "à venir",
  queued: "à venir",
  offered: "en cours",
  live: "en cours",
  wrap_up: "à conclure",
  missed: "manqué",
  done: "terminé",
};

/** Every word of a step's state. */
export const PHASE_WORDS = [...new Set(Object.values(PHASES))];

/** The exchanges of the session: channel and direction only, and where each stands, in words too. */
export function Steps({ steps }: { steps: Step[] }): ReactNode {
  return (
    <ol className={clsx(css.steps, "plain-list grow")} aria-label={t("Les échanges")}>
      {steps.map((step) => {
        const isNow = ["offered", "live", "wrap_up"].includes(step.phase);
        const isSaid = step.phase === "wrap_up" || step.phase === "missed";
        const kind = step.phase === "done" ? "done" : step.phase === "missed" ? "missed" : isNow ? "now" : "";
        return (
          <li key={step.run_id} className={clsx(css.step, css[kind])} aria-current={isNow ? "step" : undefined}>
            {step.phase === "done" && <span aria-hidden="true">{"✓"}</span>}
            <span className="num">{step.position}</span> <span className={css.stepLabel}>{step.label}</span>
            {step.attempt > 1 && <span className="tiny">{t("essai {n}", { n: step.attempt })}</span>}
            <span className={isSaid ? "" : "sr"}>
              {isSaid ? `· ${t(PHASES[step.phase])}` : `, ${t(PHASES[step.phase])}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
