/** A live desk and a sound line that only note what is asked of them: for tests of components. */

import { vi } from "vitest";

import type { CandidateDesk, ConversationView } from "../api/schema";
import type { LiveDesk } from "../live/desk";
import type { Ack } from "../live/socket";
import type { SoundLine, SoundSnapshot } from "../phone/line";

export const NOW = Date.parse("2026-11-23T10:05:00Z");

export const done: Ack = { type: "ack", id: "1", ok: true, problem: null, sdp: null };

export function refused(message: string): Ack {
  return { ...done, ok: false, problem: { code: "no", message, remedy: "" } };
}

export function fakeLive() {
  const send = vi.fn<(message: { type: string }, id?: string) => Promise<Ack>>(() => Promise.resolve(done));
  const hint = vi.fn();
  return { send, hint, live: { send, now: () => NOW, socket: { hint } } as unknown as LiveDesk<CandidateDesk> };
}

export function fakeLine(more: Partial<SoundSnapshot> = {}) {
  const snapshot: SoundSnapshot = {
    state: "connected",
    microphones: [],
    outputs: [],
    microphone: "",
    output: "",
    volume: 1,
    inUse: "Casque",
    unplugged: false,
    ...more,
  };
  const letThrough = vi.fn();
  const start = vi.fn(() => Promise.resolve());
  const line = {
    subscribe: () => () => undefined,
    snapshot: () => snapshot,
    levels: () => ({ own: 0, other: 0 }),
    letThrough,
    start,
    hurry: vi.fn(),
  };
  return { letThrough, start, line: line as unknown as SoundLine };
}

export function conversation(more: Partial<ConversationView> = {}): ConversationView {
  return {
    run_id: "r",
    opened_at: "2026-11-23T10:00:00Z",
    closed_at: null,
    closed_by: null,
    messages: [],
    typing: null,
    waiting_since: null,
    first_reply_seconds: 20,
    reply_seconds: 60,
    ...more,
  };
}

export function desk(more: Partial<CandidateDesk> = {}): CandidateDesk {
  return {
    seat_id: "s",
    session_title: "Entraînement",
    session_kind: "practice",
    company_name: "Vélambre",
    candidate_name: "Léa Martin",
    seat_label: "C-01",
    desk_name: "Poste 1",
    spell_check: false,
    paste_limit: 80,
    notice: { legal_basis: "Mission de formation.", retention_days: 180 },
    clock: {
      phase: "exchanges",
      state: "running",
      ends_at: "2026-11-23T10:45:00Z",
      remaining_seconds: 2400,
      server_now: "2026-11-23T10:05:00Z",
      total_minutes: 60,
      extra_minutes: 0,
      accommodated_minutes: 0,
      pause_reason: null,
      break_until: null,
      is_shut: false,
      is_evacuated: false,
      closed_early: false,
    },
    phases: [],
    receipts: [],
    steps: [],
    line: {
      state: "connected",
      is_unstable: false,
      rings: "browser",
      phones: [],
      phone_trouble: "",
      phone_rings: false,
      sounds_early: false,
      call_on_phone: null,
    },
    call: null,
    exchange: null,
    conversation: null,
    notes: "",
    notes_saved_at: null,
    missed_calls: [],
    jury_present: true,
    headset_checked: true,
    feedback: [],
    captions: null,
    ...more,
  };
}
