import type { ReactNode } from "react";

import type { SeatSummary } from "../api/schema";
import { plural, t } from "../i18n/t";
import { phoneName } from "../shared/telephone";
import { clock } from "../shared/time";

const CALLS: Record<string, string> = { ringing: "Sonne", connected: "En communication", held: "En attente" };

/** States of a call, for whoever translates them. */
export const CALL_WORDS = Object.values(CALLS);

type Phones = SeatSummary["state"]["phones"];

function hasPhone(phones: Phones): boolean {
  return phones.registered.length > 0 && phones.rings !== "browser";
}

const RINGS: Record<Phones["rings"], string> = {
  browser: "le navigateur sonne",
  phone: "lui seul sonne",
  both: "sonne avec le navigateur",
};

/** What rings, in words. */
export const RING_WORDS = Object.values(RINGS);

/** Somebody's telephones: registered, chosen and missing, or nothing at all where none is in play. */
export function PhonesOf({ phones }: { phones: Phones }): ReactNode {
  const names = phones.registered.map(phoneName).join(", ");
  if (names)
    return (
      <span
        className={`pill ${hasPhone(phones) ? "live" : ""}`}
        title={`${phones.registered.join(", ")} · ${t(RINGS[phones.rings])}`}
      >
        <span className="cut" style={{ maxWidth: 220 }}>
          {phones.on_call ? t("Parle au téléphone : {name}", { name: names }) : t("Tél. {name}", { name: names })}
        </span>
      </span>
    );
  return phones.rings === "phone" ? <span className="pill ring">{t("Téléphone attendu, non enregistré")}</span> : null;
}

/** A candidate's state in words, readable across a room. */
export function SeatState({ seat }: { seat: SeatSummary }): ReactNode {
  const { state } = seat;
  const talking = state.call && state.call.state !== "ended" ? t(CALLS[state.call.state] ?? "") : null;
  return (
    <div className="row wrap" style={{ justifyContent: "flex-end" }}>
      <span className={`pill ${state.candidate_connected ? "live" : "bad"}`}>
        {state.candidate_connected ? t("Poste ouvert") : t("Poste fermé")}
      </span>
      <span className={`pill ${state.sound === "connected" ? "live" : hasPhone(state.phones) ? "" : "ring"}`}>
        {state.sound === "connected" ? t("Son connecté") : t("Son absent")}
      </span>
      <PhonesOf phones={state.phones} />
      {state.listening_number && (
        <span
          className="pill num"
          title={t("Écouter au téléphone, sans être entendu : composez {number}.", { number: state.listening_number })}
        >
          {t("Écoute : {number}", { number: state.listening_number })}
        </span>
      )}
      {state.current_label && (
        <span className="pill ring">{talking ? `${state.current_label} · ${talking}` : state.current_label}</span>
      )}
      <span className="pill num">
        {plural(seat.exchanges, "{done} sur {n} échange", "{done} sur {n} échanges", { done: state.done })}
      </span>
      <span className="pill num">{clock(state.clock.remaining_seconds)}</span>
    </div>
  );
}
