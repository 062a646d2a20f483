import { expect, it } from "vitest";

import type { PhaseOnBoard } from "../api/schema";
import { barsOf, spanOf, ticksOf } from "./projection";

const NINE = Date.parse("2026-11-24T08:00:00Z");
const MINUTE = 60_000;

function phase(more: Partial<PhaseOnBoard>): PhaseOnBoard {
  return {
    phase: "case_study",
    state: "not_started",
    minutes: 75,
    extra_minutes: 0,
    started_at: null,
    ended_at: null,
    ends_at: null,
    remaining_seconds: 75 * 60,
    paused_at: null,
    pause_reason: null,
    break_until: null,
    measure_id: "",
    receipt: "",
    ...more,
  };
}

const at = (minute: number): string => new Date(NINE + minute * MINUTE).toISOString();
const minutes = (ms: number): number => (ms - NINE) / MINUTE;

it("draws each phase where the server expects it, and none that it does not", () => {
  const phases = [
    phase({ state: "running", extra_minutes: 25 }),
    phase({ phase: "preparation" }),
    phase({ phase: "exchanges" }),
  ];
  const expected = [
    { phase: "case_study" as const, begins_at: at(0), ends_at: at(100) },
    { phase: "preparation" as const, begins_at: at(120), ends_at: at(165) },
  ];
  expect(barsOf({ phases, expected }).map(({ from, to, ...bar }) => [bar, minutes(from), minutes(to)])).toEqual([
    [{ phase: "case_study", state: "running", extraMinutes: 25 }, 0, 100],
    [{ phase: "preparation", state: "not_started", extraMinutes: 0 }, 120, 165],
  ]);
});

const lasting = (length: number): Parameters<typeof spanOf>[0] => [
  { phase: "case_study", state: "ended", from: NINE, to: NINE + length * MINUTE, extraMinutes: 0 },
];

it("writes few enough hours to be read, over a day as over ten minutes, and none behind now", () => {
  const whole = spanOf(lasting(450), NINE);
  expect(whole.step / MINUTE).toBe(60);
  expect(ticksOf(whole, NINE + 90 * MINUTE).map(minutes)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480]);
  const short = spanOf(lasting(9), NINE);
  expect(short.step / MINUTE).toBe(5);
  expect(ticksOf(short, NINE + 5 * MINUTE).map(minutes)).toEqual([0, 10]);
});
