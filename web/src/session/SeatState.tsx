import type { ReactNode } from "react";

import type { SeatSummary } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";

const CALLS: Record<string, string> = { ringing: "Sonne", connected: "En communication", held: "En attente" };

/** States of a call, for whoever translates them. */
export const CALL_WORDS = Object.values(CALLS);

/** A candidate's state in words, readable across a room. */
export function SeatState({ seat }: { seat: SeatSummary }): ReactNode {
  const { state } = seat;
  const talking = state.call && state.call.state !== "ended" ? t(CALLS[state.call.state] ?? "") : null;
  return (
    <div className="row wrap" style={{ justifyContent: "flex-end" }}>
      <span className={`pill ${state.candidate_connected ? "live" : "bad"}`}>{state.candidate_connected ? t("Poste ouvert") : t("Poste fermé")}</span>
      <span className={`pill ${state.sound === "connected" ? "live" : "ring"}`}>{state.sound === "connected" ? t("Son connecté") : t("Son absent")}</span>
      {state.current_label && <span className="pill ring">{talking ? `${state.current_label} · ${talking}` : state.current_label}</span>}
      <span className="pill num">{t("{done} sur {all} échanges", { done: state.done, all: seat.exchanges })}</span>
      <span className="pill num">{clock(state.clock.remaining_seconds)}</span>
    </div>
  );
}
