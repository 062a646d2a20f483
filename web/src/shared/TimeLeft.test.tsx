import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ClockView } from "../api/schema";
import { TimeLeft } from "./Desk";

const NINE = Date.parse("2026-11-24T08:00:00Z");

beforeEach(() => vi.useFakeTimers({ now: NINE }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function clock(more: Partial<ClockView>): ClockView {
  return {
    phase: "case_study",
    state: "running",
    ends_at: null,
    remaining_seconds: 0,
    server_now: "2026-11-24T08:00:00Z",
    total_minutes: 75,
    extra_minutes: 0,
    accommodated_minutes: 0,
    pause_reason: null,
    break_until: null,
    is_shut: false,
    is_evacuated: false,
    closed_early: false,
    ...more,
  };
}

const at = (seconds: number): string => new Date(NINE + seconds * 1000).toISOString();

it("no longer says that time is up beside a clock that was opened again", async () => {
  const now = (): number => Date.now();
  const shown = render(<TimeLeft view={clock({ ends_at: at(2) })} now={now} />);
  await act(() => vi.advanceTimersByTimeAsync(3000));
  shown.rerender(<TimeLeft view={clock({ state: "ended" })} now={now} />);
  expect(shown.container.textContent).toContain("Le temps est écoulé.");
  shown.rerender(<TimeLeft view={clock({ ends_at: at(603) })} now={now} />);
  expect(shown.container.textContent).not.toContain("Le temps est écoulé.");
  expect(shown.container.textContent).toContain("Temps ajouté\u00a0: il reste 10\u00a0min.");
});

it("says nothing of time that was given where the next phase's clock takes the place of the one before", async () => {
  const now = (): number => Date.now();
  const shown = render(<TimeLeft view={clock({ state: "ended" })} now={now} />);
  await act(() => vi.advanceTimersByTimeAsync(1000));
  const next = clock({ phase: "preparation", state: "not_started", remaining_seconds: 45 * 60 });
  shown.rerender(<TimeLeft view={next} now={now} />);
  await act(() => vi.advanceTimersByTimeAsync(1000));
  shown.rerender(<TimeLeft view={{ ...next, state: "running", ends_at: at(45 * 60 + 60) }} now={now} />);
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(shown.container.textContent).not.toContain("Temps ajouté");
});

it("says that the exam was closed, not that time is up, where somebody ends it before", async () => {
  const now = (): number => Date.now();
  const shown = render(<TimeLeft view={clock({ ends_at: at(1800) })} now={now} />);
  await act(() => vi.advanceTimersByTimeAsync(3000));
  shown.rerender(<TimeLeft view={clock({ state: "ended", closed_early: true })} now={now} />);
  expect(shown.container.textContent).toContain("L’épreuve a été close.");
  expect(shown.container.textContent).not.toContain("écoulé");
});
