import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import type { Board } from "../api/schema";
import { Decision } from "./Decision";
import { Upcoming } from "./Upcoming";

const NOON = "2026-11-30T11:00:00Z";
const place = (seat_id: string, presence: string, state: string) => ({
  seat_id,
  candidate_name: `Candidat ${seat_id}`,
  presence,
  connected: false,
  phases: [
    { phase: "exchanges", state, started_at: NOON, ends_at: "2026-11-30T12:00:00Z" },
    { phase: "interview_preparation", state: "not_started" },
  ],
});
const acts = { act: vi.fn(() => Promise.resolve(true)), problem: "", isBusy: false };

function shown(more: object): string {
  const board = { day: "", server_now: NOON, closed: false, helps: [], measures: [], ...more } as unknown as Board;
  const choose = vi.fn();
  const page = render(
    <>
      <Decision board={board} acts={acts} choose={choose} />
      <Upcoming board={board} now={Date.parse(NOON)} warn={choose} choose={choose} />
    </>,
  );
  return page.container.textContent;
}

afterEach(cleanup);

it("asks for nothing more on the board of a session that is closed", () => {
  const decision = { kind: "wait", seat_ids: ["1"], phase: "exchanges", until: NOON };
  const words = shown({ closed: true, decision, places: [place("1", "present", "running")] });
  expect(words).toContain("Séance close");
  expect(words).not.toContain("Candidat 1");
  expect(screen.queryAllByRole("button")).toEqual([]);
});

it("says in French what ends, and counts only those who begin", () => {
  const places = ["present", "present", "absent"].map((one, index) => place(`${index}`, one, "running"));
  const decision = { kind: "open_phase", seat_ids: ["0", "1", "2"], phase: "case_study", minutes: 0, planned: null };
  const words = shown({ decision, places });
  expect(words).toContain("Candidat 0\u00a0: fin des échanges, puis préparation de l’entretien");
  expect(words).toContain("Ouvrir l’étude de cas pour 2 candidats");
});
