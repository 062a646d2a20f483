import { expect, it } from "vitest";

import type { PhaseOnBoard, PlannedStep, WatchedPlace } from "../api/schema";
import { comingSteps, expectedLater, stepNow } from "./plan";

function phase(id: PhaseOnBoard["phase"], state: PhaseOnBoard["state"]): PhaseOnBoard {
  return {
    phase: id,
    state,
    minutes: 45,
    extra_minutes: 0,
    started_at: null,
    ended_at: null,
    ends_at: null,
    remaining_seconds: 2700,
    paused_at: null,
    pause_reason: null,
    break_until: null,
    measure_id: "",
    receipt: "",
  };
}

function step(id: PhaseOnBoard["phase"], at: string): PlannedStep {
  return { phase: id, at: `2026-11-24T${at}:00Z`, minutes: 45, room: "Salle B" };
}

function place(seat_id: string, phases: PhaseOnBoard[], plan: PlannedStep[]): WatchedPlace {
  return {
    seat_id,
    label: seat_id,
    candidate_name: seat_id,
    desk: "",
    room: "",
    presence: "present",
    minutes_late: 0,
    arrived_at: null,
    identity: "",
    connected: true,
    wrote_at: null,
    typed_while_closed: [],
    phases,
    plan,
    minutes_behind: 0,
    breaks: null,
    next: {
      kind: "wait",
      seat_ids: [],
      phase: null,
      measure_id: "",
      help_id: "",
      minutes: 0,
      planned: null,
      until: null,
    },
  };
}

const ONE = place(
  "C-01",
  [phase("case_study", "ended"), phase("preparation", "running"), phase("exchanges", "not_started")],
  [step("case_study", "07:30"), step("preparation", "09:00"), step("exchanges", "09:45")],
);
const TWO = place(
  "C-02",
  [phase("case_study", "ended"), phase("preparation", "not_started"), phase("exchanges", "not_started")],
  [step("preparation", "09:30"), step("exchanges", "10:15")],
);

it("shows the hour of what runs, else of what comes next", () => {
  expect(stepNow(ONE)?.at).toBe("2026-11-24T09:00:00Z");
  expect(stepNow(TWO)?.phase).toBe("preparation");
  expect(stepNow(place("C-03", [phase("case_study", "ended")], [step("case_study", "07:30")]))).toBeUndefined();
  expect(stepNow({ ...TWO, presence: "abandoned" })).toBeUndefined();
});

it("lists what is to come in the order of the hours, of nobody who has left", () => {
  expect(comingSteps([TWO, ONE]).map(({ place: of, step: one }) => `${of.label} ${one.phase}`)).toEqual([
    "C-02 preparation",
    "C-01 exchanges",
    "C-02 exchanges",
  ]);
  expect(comingSteps([{ ...ONE, presence: "abandoned" }, TWO]).every(({ place: of }) => of === TWO)).toBe(true);
});

it("says when a step is expected only where its jury keeps it waiting beyond its own lateness", () => {
  const exchanges = step("exchanges", "10:15");
  const planned = { ...TWO, plan: [exchanges] };
  const expected = (at: string) => ({
    ...planned,
    expected: [{ phase: "exchanges" as const, begins_at: `2026-11-24T${at}:00Z`, ends_at: `2026-11-24T12:00:00Z` }],
  });
  expect(expectedLater(expected("10:35"), exchanges)).toBe("2026-11-24T10:35:00Z");
  expect(expectedLater(expected("10:15"), exchanges)).toBeUndefined();
  const alone = { phases: [phase("exchanges", "not_started")], minutes_behind: 20 };
  expect(expectedLater({ ...expected("10:35"), ...alone }, exchanges)).toBeUndefined();
  expect(expectedLater({ ...expected("10:36"), ...alone }, exchanges)).toBe("2026-11-24T10:36:00Z");
  expect(expectedLater(TWO, exchanges), "an invigilator's board tells of none").toBeUndefined();
});
