/** What the replay and the jury's bar say of a network: words first, whose ear, whose network, which second. */

import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { BadNetworkView, JuryDesk, RecordingView } from "../api/schema";
import { NetworkState } from "../jury/NetworkState";
import { BadNetwork, badNetworkWords, NetworkTrack } from "./NetworkTrack";

const span: BadNetworkView = {
  at_seconds: 82,
  seconds: 6,
  channel: "adviser",
  ear: "adviser",
  cause: "loss",
  mos: 1.3,
  loss_percent: 34.2,
  jitter_ms: 4,
  round_trip_ms: 30,
};
const recording = {
  call_id: "c",
  starts_at_seconds: 10,
  seconds: 120,
  bad_network: [span],
  network: [
    { channel: "adviser", at_seconds: 10, seconds: 72, level: "good", mos: 4.4 },
    { channel: "adviser", at_seconds: 82, seconds: 6, level: "bad", mos: 1.3 },
    { channel: "customer", at_seconds: 10, seconds: 120, level: "good", mos: 4.4 },
  ],
} as unknown as RecordingView;

it("says who heard badly and whose network it was, in French that is typeset", () => {
  expect(badNetworkWords(span, 10)).toBe(
    "De 01:12 à 01:18, le candidat n’entendait presque rien\u00a0: 34\u00a0% de pertes vers son poste (réseau).",
  );
  expect(badNetworkWords({ ...span, ear: "customer", mos: 2.8 }, 10)).toBe(
    "De 01:12 à 01:18, le client entendait mal\u00a0: 34\u00a0% de pertes depuis le poste du candidat (réseau).",
  );
  expect(badNetworkWords({ ...span, cause: "blackout" }, 10)).toContain("n’entendait rien");
});

it("lists bad spans as links to their second", () => {
  const seek = vi.fn();
  render(<BadNetwork recording={recording} zero={10} seek={seek} />);
  fireEvent.click(screen.getByRole("button", { name: /le candidat n’entendait presque rien/ }));
  expect(seek).toHaveBeenCalledWith(81);
});

it("draws a row for each side where the seconds are", () => {
  const { container } = render(<NetworkTrack recording={recording} zero={10} seconds={120} />);
  const bad = container.querySelector<HTMLElement>("[title*='mauvaise']");
  expect(container.querySelectorAll("[aria-hidden='true'] > div")).toHaveLength(2);
  expect(bad?.style.left).toBe("60%");
  expect(bad?.style.width).toBe("5%");
});

it("shows the jury a word for each side, and the figures in a panel that the keyboard opens", () => {
  const side = {
    level: "good",
    round_trip_ms: 30,
    up: { mos: 4.4, loss_percent: 0, jitter_ms: 3 },
    down: { mos: 4.3, loss_percent: 0.4, jitter_ms: 2 },
  };
  const network = {
    candidate: { ...side, level: "bad", down: { mos: 1.3, loss_percent: 34, jitter_ms: 4 } },
    customer: side,
  };
  render(<NetworkState desk={{ network } as unknown as JuryDesk} />);
  fireEvent.click(screen.getByRole("button", { name: "Réseau de l’appel\u00a0: Candidat mauvaise, Client bonne" }));
  expect(screen.getByRole("group", { name: "Réseau de l’appel" }).textContent).toContain("34\u00a0%");
});

it("says nothing while no call runs", () => {
  const { container } = render(<NetworkState desk={{ network: null } as JuryDesk} />);
  expect(container.textContent).toBe("");
});
