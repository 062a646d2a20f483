/** The jury's clock: an ended exam can be opened again, with a reason. */

import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import type { ClockView, JuryDesk } from "../api/schema";
import type { LiveDesk } from "../live/desk";
import { ClockMenu } from "./ClockMenu";

const ENDED: ClockView = {
  phase: "exchanges",
  state: "ended",
  ends_at: null,
  remaining_seconds: 0,
  server_now: "2026-03-02T12:00:00Z",
  total_minutes: 60,
  extra_minutes: 0,
  accommodated_minutes: 0,
  pause_reason: null,
  break_until: null,
  is_shut: false,
  is_evacuated: false,
  closed_early: false,
};

test("after the end the jury opens the exchanges again, and only with a reason", () => {
  const send = vi.fn(() => Promise.resolve({ ok: true }));
  render(<ClockMenu clock={ENDED} live={{ send } as unknown as LiveDesk<JuryDesk>} />);
  fireEvent.click(screen.getByRole("button", { name: "Horloge" }));
  const reopen = screen.getByRole<HTMLButtonElement>("button", { name: "Rouvrir pour ces minutes" });
  expect(reopen.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText(/Motif/), { target: { value: "Horloge du serveur fausse" } });
  fireEvent.click(reopen);
  expect(send).toHaveBeenCalledWith({ type: "clock.extend", minutes: 5, reason: "Horloge du serveur fausse" });
  expect(screen.queryByRole("button", { name: /Terminer les échanges/ })).toBeNull();
});
