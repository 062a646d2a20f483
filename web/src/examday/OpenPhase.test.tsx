import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { OpenPhase } from "./OpenPhase";

const TODAY = "2026-11-30";
const server_now = new Date(`${TODAY}T08:30`).toISOString();

function shown(day: string, state: "not_started" | "ended" = "not_started") {
  const act = vi.fn(() => Promise.resolve(true));
  render(
    <OpenPhase
      className="btn"
      board={{ day, server_now, places: [{ phases: [{ state }] }] }}
      action={{ phase: "case_study", seat_ids: ["a", "b"] }}
      acts={{ act, problem: "", isBusy: false }}
    >
      Ouvrir
    </OpenPhase>,
  );
  return { act, user: userEvent.setup() };
}

it.each([TODAY, ""])("opens at one press on today's board, and where the session has no date (%j)", async (day) => {
  const { act, user } = shown(day);
  await user.click(screen.getByRole("button", { name: "Ouvrir" }));
  expect(act).toHaveBeenCalledExactlyOnceWith("phases/open", { phase: "case_study", seat_ids: ["a", "b"] });
  cleanup();
});

it.each(["2026-12-01", "2026-11-29"])("asks first on the board of another day (%s), and says which", async (day) => {
  const { act, user } = shown(day);
  await user.click(screen.getByRole("button", { name: "Ouvrir" }));
  expect(act).not.toHaveBeenCalled();
  expect(screen.getByRole("group").textContent).toMatch(
    /Cette journée est celle du (mardi 1 décembre|dimanche 29 novembre) 2026, pas d’aujourd’hui/,
  );
  await user.click(screen.getByRole("button", { name: "Non" }));
  expect(act).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Ouvrir" }));
  await user.click(screen.getByRole("button", { name: "Oui, ouvrir aujourd’hui" }));
  expect(act).toHaveBeenCalledOnce();
  cleanup();
});

it("asks nothing more on a day that is under way past midnight", async () => {
  const { act, user } = shown("2026-11-29", "ended");
  await user.click(screen.getByRole("button", { name: "Ouvrir" }));
  expect(act).toHaveBeenCalledOnce();
});
