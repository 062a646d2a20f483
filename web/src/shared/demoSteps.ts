/** How far somebody has come in the demo's five steps: told by the candidate's desk, shown on the first page. */

import { useEffect, useSyncExternalStore } from "react";

import type { CandidateDesk } from "../api/schema";

const KEY = "combine.demo-steps";

export const DEMO_STEPS = ["desks", "ring", "talk", "qualify", "chat"] as const;
export const DAY_STEPS = ["day_desk", "day_open", "day_prepare", "day_exchange", "day_interview"] as const;
export type DayStep = (typeof DAY_STEPS)[number];
export type DemoStep = (typeof DEMO_STEPS)[number];

/** The same of an exam day. Pure. */
export function dayStepsReached(desk: CandidateDesk): DayStep[] {
  const hasBegun = (phase: string): boolean =>
    desk.phases.some((clock) => clock.phase === phase && clock.state !== "not_started");
  if (desk.phases.length < 2) return [];
  const reached: [DayStep, boolean][] = [
    ["day_desk", true],
    ["day_open", desk.phases.some((clock) => clock.state !== "not_started")],
    ["day_prepare", hasBegun("preparation")],
    ["day_exchange", desk.exchange !== null || desk.steps.some((step) => step.phase === "done")],
    ["day_interview", hasBegun("final_interview")],
  ];
  return reached.filter(([, isThere]) => isThere).map(([step]) => step);
}

/** What this desk shows to have happened. Pure. */
export function stepsReached(desk: CandidateDesk): DemoStep[] {
  const state = desk.call?.state;
  const reached: [DemoStep, boolean][] = [
    ["desks", desk.jury_present],
    ["ring", state !== undefined],
    ["talk", desk.call?.connected_at != null],
    ["qualify", desk.steps.some((step) => step.phase === "done")],
    ["chat", desk.conversation?.messages.some((message) => message.by === "customer") ?? false],
  ];
  return reached.filter(([, isThere]) => isThere).map(([step]) => step);
}

function kept(): string {
  return localStorage.getItem(KEY) ?? "";
}

/** Ticks what the desk shows; a tick stays. */
export function useDemoSteps(desk: CandidateDesk | null): void {
  useEffect(() => {
    if (!desk) return;
    const isDay = desk.phases.length > 1;
    const reached = isDay ? dayStepsReached(desk) : stepsReached(desk);
    const all = new Set([...kept().split(" "), ...reached].filter(Boolean));
    const words = [...all].join(" ");
    if (words !== kept()) localStorage.setItem(KEY, words);
  }, [desk]);
}

/** The ticked steps, as the other tabs of this browser tick them. */
export function useTickedSteps<Step extends string>(steps: readonly Step[]): Step[] {
  const words = useSyncExternalStore((changed) => {
    window.addEventListener("storage", changed);
    window.addEventListener("focus", changed);
    return () => {
      window.removeEventListener("storage", changed);
      window.removeEventListener("focus", changed);
    };
  }, kept);
  return steps.filter((step) => words.split(" ").includes(step));
}

export function forgetDemoSteps(): void {
  localStorage.removeItem(KEY);
  window.dispatchEvent(new Event("storage"));
}
