import { expect, it } from "vitest";

import type { ClockView } from "../api/schema";
import { hasCaseStudy } from "./CandidateScreens";
import { clockShown, isShut, screenOf } from "./screen";

function clocks(...states: ClockView["state"][]): ClockView[] {
  const order: ClockView["phase"][] = ["case_study", "preparation", "exchanges", "final_interview"];
  return states.map((state, index) => ({
    phase: order[index] ?? "final_interview",
    state,
    ends_at: null,
    remaining_seconds: 60,
    server_now: "2026-11-24T08:00:00Z",
    total_minutes: 75,
    extra_minutes: 0,
    accommodated_minutes: 0,
    pause_reason: null,
    break_until: null,
    is_shut: false,
    is_evacuated: false,
    closed_early: false,
  }));
}

it.each([
  [["not_started", "not_started"], { kind: "waiting", next: "case_study", done: null }],
  [["running", "not_started"], { kind: "phase", phase: "case_study" }],
  [["paused", "not_started"], { kind: "paused", phase: "case_study", until: null, isShut: false, isEvacuated: false }],
  [["ended", "not_started"], { kind: "waiting", next: "preparation", done: "case_study" }],
  [["ended", "ended", "running"], { kind: "phase", phase: "exchanges" }],
  [["ended", "ended", "ended", "ended"], { kind: "finished" }],
] as const)("%j", (states, screen) => {
  expect(screenOf(clocks(...states), false)).toEqual(screen);
});

it("shows nothing of the exam on a break that a decision grants", () => {
  const [held] = clocks("paused");
  const screen = screenOf(held ? [{ ...held, break_until: "2026-11-24T08:10:00Z", is_shut: true }] : [], false);
  expect([isShut(screen), hasCaseStudy(screen)]).toEqual([true, false]);
  expect(hasCaseStudy(screenOf(clocks("paused"), false))).toBe(true);
});

it("shows nothing either to whoever an evacuation drove out of a break", () => {
  const [held] = clocks("paused");
  const screen = screenOf(held ? [{ ...held, is_shut: true }] : [], false);
  expect([screen, hasCaseStudy(screen)]).toEqual([
    { kind: "paused", phase: "case_study", until: null, isShut: true, isEvacuated: false },
    false,
  ]);
});

it("lets an exchange conclude after the end of its phase", () => {
  expect(screenOf(clocks("ended", "ended", "ended", "not_started"), true)).toEqual({
    kind: "phase",
    phase: "exchanges",
  });
});

it("goes back to a phase that extra time has opened again, whatever waits behind it", () => {
  const phases = clocks("running", "not_started");
  const screen = screenOf(phases, false);
  expect(clockShown(phases, screen)?.phase).toBe("case_study");
});

it("leaves the sheet for an evacuation, and keeps it to be read in a power cut", () => {
  const held = clocks("paused")[0];
  const screens = [{ is_shut: true, is_evacuated: true }, {}].map((more) =>
    screenOf(held ? [{ ...held, ...more }] : [], false),
  );
  expect(screens.map((screen) => [hasCaseStudy(screen), screen.kind === "paused" && screen.isEvacuated])).toEqual([
    [false, true],
    [true, false],
  ]);
});
