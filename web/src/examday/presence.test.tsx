import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";

import type { WatchedPlace } from "../api/schema";
import { PresenceForm } from "./PresenceForm";
import { presenceWords } from "./presence";

afterEach(cleanup);

const seen = { presence: "present", minutes_late: 0, connected: true, wrote_at: null } as const;
const WROTE = new Date("2026-11-30T09:12").toISOString();

it.each([
  [{}, "Présent"],
  [{ minutes_late: 12 }, "Présent, 12 min de retard"],
  [{ presence: "expected" }, "Attendu, déjà connecté"],
  [{ presence: "expected", connected: false }, "Attendu"],
  [{ presence: "absent" }, "Noté absent, mais connecté"],
  [{ presence: "absent", connected: false, wrote_at: WROTE }, "Noté absent, mais a écrit à 09:12"],
  [{ presence: "absent", connected: false }, "Absent"],
] as const)("%j", (more, words) => {
  expect(presenceWords({ ...seen, ...more })).toBe(words);
});

function form(more: Partial<WatchedPlace>) {
  const act = vi.fn(() => Promise.resolve(true));
  const place = { seat_id: "s", identity: "", ...seen, ...more } as WatchedPlace;
  render(<PresenceForm place={place} acts={{ act, problem: "", isBusy: false }} />);
  return { act, user: userEvent.setup() };
}

it("asks before somebody who is connected is noted absent", async () => {
  const { act, user } = form({ presence: "expected" });
  await user.click(screen.getByRole("button", { name: "Absent…" }));
  expect(act).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Oui, noter l’absence quand même" }));
  expect(act).toHaveBeenCalledExactlyOnceWith("seats/s/absence", { though_connected: true });
});

it("notes whoever is not connected absent at one press", async () => {
  const { act, user } = form({ presence: "expected", connected: false });
  await user.click(screen.getByRole("button", { name: "Absent" }));
  expect(act).toHaveBeenCalledExactlyOnceWith("seats/s/absence");
});

it("makes nobody late who was noted absent by mistake", async () => {
  const { act, user } = form({ presence: "absent" });
  await user.click(screen.getByRole("button", { name: "Présent depuis le début" }));
  expect(act).toHaveBeenCalledExactlyOnceWith("seats/s/arrival", { minutes_late: 0 });
});
