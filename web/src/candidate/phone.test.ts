import { expect, it } from "vitest";

import type { CallView } from "../api/schema";
import { endWords, phoneState } from "./phone";

const RANG = "2026-11-23T10:00:00Z";
const later = (seconds: number) => Date.parse(RANG) + seconds * 1000;
const call = (more: Partial<CallView> = {}): CallView => ({
  call_id: "c",
  run_id: "r",
  state: "connected",
  caller: "customer",
  number: "01 99 00 48 21",
  name: "Mme Prat",
  rang_at: RANG,
  connected_at: RANG,
  ended_at: null,
  ends_reason: null,
  ended_by: null,
  seconds: null,
  held_by: null,
  held_at: null,
  candidate_muted: false,
  customer_muted: false,
  lost_side: null,
  recorded: true,
  consultation: null,
  transferred_at: null,
  ...more,
});
const ringing = call({ state: "ringing", connected_at: null });
const state = (view: CallView | null, seconds = 60, wanted: boolean | null = null) =>
  phoneState(view, wanted, later(seconds));

it("is free without a call and after one", () => {
  for (const view of [null, call({ state: "ended" })])
    expect(state(view)).toMatchObject({
      call: null,
      words: "Ligne libre",
      isTalking: false,
      mayHangUp: false,
      mayHold: false,
    });
});

it("lets an incoming call be answered and refused", () => {
  expect(state(ringing)).toMatchObject({ isIncoming: true, words: "Sonne", hangUpWords: "Refuser", mayHangUp: true });
});

it("lets a call that one places be cancelled, not answered", () => {
  expect(state(call({ state: "ringing", caller: "candidate", connected_at: null }))).toMatchObject({
    isIncoming: false,
    hangUpWords: "Annuler l’appel",
  });
});

it("does not hang up in the second that follows the answer, nor refuse in the second of the first ring", () => {
  expect(state(call(), 0.9).mayHangUp).toBe(false);
  expect(state(call(), 1).mayHangUp).toBe(true);
  expect(state(call(), -900).mayHangUp, "the page's clock is wrong").toBe(true);
  expect(state(ringing, 0.9).mayHangUp).toBe(false);
});

it("shows the confirmed mute, and that another is on its way", () => {
  expect(state(call(), 60, true)).toMatchObject({ isMuted: false, isMuteOnItsWay: true, words: "En communication" });
  expect(state(call({ candidate_muted: true }), 60, true)).toMatchObject({
    isMuted: true,
    isMuteOnItsWay: false,
    words: "Micro coupé",
  });
});

it("lets only who holds take the call back", () => {
  expect(state(call({ state: "held", held_by: "candidate" }))).toMatchObject({
    words: "En attente",
    isHeldByMe: true,
    mayHold: true,
  });
  expect(state(call({ state: "held", held_by: "customer" }))).toMatchObject({
    words: "Mis en attente",
    isHeldByMe: false,
    mayHold: false,
  });
});

it("says whose sound is cut before anything else", () => {
  expect(state(call({ lost_side: "candidate", candidate_muted: true }))).toMatchObject({
    tone: "bad",
    words: "Votre son est coupé",
  });
  expect(state(call({ lost_side: "customer" })).words).toBe("Le client est coupé");
});

it("says how a call ended", () => {
  expect(endWords(call({ state: "ended", ends_reason: "no_answer" }))).toBe("Pas de réponse");
  expect(endWords(call({ state: "ended", ends_reason: "something new" }))).toBe("Appel terminé");
});
