/**
 * The button that opens a phase. A board may show another day than today's: there, it asks once more, unless that day
 * is under way: one that goes past midnight is still led.
 */

import type { ReactNode } from "react";

import type { Board, NextAction, PhaseOnBoard } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { isAnotherDay, longDate } from "./hours";
import type { DayActs } from "./useDayActs";

interface OpenPhaseProps {
  /** What the button says; `label`: to whoever does not see beside whom it stands. */
  children: ReactNode;
  label?: string;
  className: string;
  board: Pick<Board, "day" | "server_now"> & { places: readonly { phases: readonly Pick<PhaseOnBoard, "state">[] }[] };
  action: Pick<NextAction, "phase" | "seat_ids">;
  acts: DayActs;
}

export function OpenPhase({ children, label, className, board, action, acts }: OpenPhaseProps): ReactNode {
  const { phase, seat_ids } = action;
  const open = (): void => void acts.act("phases/open", { phase, seat_ids });
  const isUnderWay = board.places.some((place) => place.phases.some((one) => one.state !== "not_started"));
  if (isUnderWay || !isAnotherDay(board.day, board.server_now))
    return (
      <button className={className} disabled={acts.isBusy} aria-label={label} onClick={open}>
        {children}
      </button>
    );
  return (
    <AskTwice
      className={className}
      disabled={acts.isBusy}
      label={label}
      question={plural(
        seat_ids.length,
        "Cette journée est celle du {day}, pas d'aujourd'hui. Ouvrir quand même ? Le temps du candidat partirait aussitôt.",
        "Cette journée est celle du {day}, pas d'aujourd'hui. Ouvrir quand même ? Le temps des candidats partirait aussitôt.",
        { day: longDate(board.day) },
      )}
      yes={t("Oui, ouvrir aujourd'hui")}
      act={open}
    >
      {children}
    </AskTwice>
  );
}
