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
    measure_id: "",
    receipt: "",
    ...more,
  };
}

const at = (minute: number): string => new Date(NINE + minute * MINUTE).toISOString();
const minutes = (ms: number): number => (ms - NINE) / MINUTE;

it("puts what follows behind the deadline of what runs", () => {
  const bars = barsOf(
    [
      phase({ state: "running", started_at: at(0), ends_at: at(75) }),
      phase({ phase: "preparation", remaining_seconds: 45 * 60 }),
    ],
    NINE + 20 * MINUTE,
  );
  expect(bars.map((bar) => [minutes(bar.from), minutes(bar.to)])).toEqual([
    [0, 75],
    [75, 120],
  ]);
});

it("lets a paused phase end later with each minute that it waits", () => {
  const paused = phase({ state: "paused", started_at: at(0), remaining_seconds: 60 * 60 });
  expect(barsOf([paused], NINE + 20 * MINUTE).map((bar) => minutes(bar.to))).toEqual([80]);
  expect(barsOf([paused], NINE + 30 * MINUTE).map((bar) => minutes(bar.to))).toEqual([90]);
});

it("moves what has not begun behind now, and leaves what is over where it was", () => {
  const bars = barsOf(
    [
      phase({ state: "ended", started_at: at(0), ended_at: at(60) }),
      phase({ phase: "preparation", remaining_seconds: 45 * 60 }),
    ],
    NINE + 100 * MINUTE,
  );
  expect(bars.map((bar) => [minutes(bar.from), minutes(bar.to)])).toEqual([
    [0, 60],
    [100, 145],
  ]);
});

it("writes whole hours over a long day and half-hours over a short one", () => {
  const short = spanOf([], NINE + 10 * MINUTE);
  expect([minutes(short.from), minutes(short.to)]).toEqual([0, 60]);
  expect(ticksOf(short).map(minutes)).toEqual([0, 30, 60]);
  expect(ticksOf({ from: NINE, to: NINE + 360 * MINUTE })).toHaveLength(7);
});
