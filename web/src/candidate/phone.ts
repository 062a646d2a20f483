/** What the telephone shows and allows, from the call as the server tells it. Pure: no component, no clock. */

import type { CallView } from "../api/schema";
import { t } from "../i18n/t";

export interface PhoneState {
  /** The running call; null: the line is free. */
  call: CallView | null;
  tone: "" | "ring" | "live" | "hold" | "bad";
  words: string;
  isIncoming: boolean;
  isTalking: boolean;
  isMuted: boolean;
  /** Wanted and not yet confirmed by the server. */
  isMuteOnItsWay: boolean;
  isHeldByMe: boolean;
  mayHold: boolean;
  /** The customer waits: the supervisor is rung, or speaks with me. */
  consultation: "none" | "ringing" | "talking";
  mayConsult: boolean;
  /** A second's guard: a double press that answers must not hang up. */
  mayHangUp: boolean;
  hangUpWords: string;
}

const GUARD_MS = 1000;

export function phoneState(view: CallView | null, wantedMute: boolean | null, nowMs: number): PhoneState {
  const call = view && view.state !== "ended" ? view : null;
  const isIncoming = call?.state === "ringing" && call.caller === "customer";
  const isTalking = call?.state === "connected" || call?.state === "held";
  const isMuted = call?.candidate_muted ?? false;
  const isHeldByMe = call?.held_by === "candidate";
  const since = call ? Date.parse(call.connected_at ?? call.rang_at) : 0;
  const [tone, words] = callWords(view);
  return {
    call,
    tone,
    words,
    isIncoming,
    isTalking,
    isMuted,
    isMuteOnItsWay: isTalking && wantedMute !== null && wantedMute !== isMuted,
    isHeldByMe,
    mayHold: isTalking && (!call.held_by || isHeldByMe),
    consultation: call?.consultation?.state ?? "none",
    mayConsult: isTalking && !call.consultation && (!call.held_by || isHeldByMe),
    // A page whose clock is far behind the server's (it was set a moment ago) must not keep anybody on the telephone.
    mayHangUp: call !== null && Math.abs(nowMs - since) >= GUARD_MS,
    hangUpWords: isIncoming ? t("Refuser") : call?.state === "ringing" ? t("Annuler l'appel") : t("Raccrocher"),
  };
}

/** The call's state in one colour and in words. */
export function callWords(call: CallView | null): [PhoneState["tone"], string] {
  if (!call || call.state === "ended") return ["", t("Ligne libre")];
  if (call.state === "ringing") return ["ring", call.caller === "customer" ? t("Sonne") : t("Appel en cours…")];
  if (call.lost_side === "candidate") return ["bad", t("Votre son est coupé")];
  if (call.lost_side === "customer") return ["bad", t("Le client est coupé")];
  if (call.consultation)
    return call.consultation.state === "talking" ? ["live", t("En consultation")] : ["hold", t("Client en attente")];
  if (call.state === "held") return ["hold", call.held_by === "customer" ? t("Mis en attente") : t("En attente")];
  return call.candidate_muted ? ["hold", t("Micro coupé")] : ["live", t("En communication")];
}

const REASONS: Record<string, string> = {
  hung_up: "Appel terminé",
  declined: "Appel refusé",
  no_answer: "Pas de réponse",
  cancelled: "Appel annulé",
  lost: "Appel coupé : le son n'est pas revenu",
  transferred: "Appel transféré au superviseur",
  stopped: "Appel interrompu",
  server_restarted: "Appel coupé par un redémarrage ; l'enregistrement est conservé",
};

/** Every sentence that an ended call may leave. */
export const END_WORDS = Object.values(REASONS);

export function endWords(call: CallView): string {
  return t(REASONS[call.ends_reason ?? ""] ?? "Appel terminé");
}
