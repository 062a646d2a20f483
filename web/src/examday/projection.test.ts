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
  const onBreak = { ...paused, break_until: at(35) };
  expect(barsOf([onBreak], NINE + 30 * MINUTE).map((bar) => minutes(bar.to))).toEqual([95]);
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

it("opens nothing before its planned hour, and at once what is overdue or planned for another day", () => {
  const phases = [
    phase({ state: "running", started_at: at(0), ends_at: at(75) }),
    phase({ phase: "preparation", remaining_seconds: 45 * 60 }),
  ];
  const planned = (minute: number) => [{ phase: "preparation" as const, at: at(minute), minutes: 45, room: "" }];
  const begins = (minute: number): number => minutes(barsOf(phases, NINE + 20 * MINUTE, planned(minute))[1]?.from ?? 0);
  expect(begins(100)).toBe(100);
  expect(begins(60)).toBe(75);
  expect(begins(3 * 24 * 60)).toBe(75);
});
