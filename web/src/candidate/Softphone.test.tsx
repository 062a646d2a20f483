import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";

import type { CallView, CandidateDesk } from "../api/schema";
import { desk, fakeLine, fakeLive, NOW, refused } from "../testing/fakeDesk";
import { Softphone } from "./Softphone";

vi.mock("../phone/ringer", () => ({
  ring: () => () => undefined,
  ringBack: () => () => undefined,
  messageSound: () => undefined,
}));

const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const call = (more: Partial<CallView> = {}): CallView => ({
  call_id: "c",
  run_id: "r",
  state: "connected",
  caller: "customer",
  number: "01 99 00 20 17",
  name: "Mme Josiane Prat",
  rang_at: ago(70),
  connected_at: ago(62),
  ended_at: null,
  ends_reason: null,
  ended_by: null,
  seconds: null,
  held_by: null,
  held_at: null,
  candidate_muted: false,
  customer_muted: false,
  lost_side: null,
  recorded: true,
  consultation: null,
  transferred_at: null,
  ...more,
});

function phone(view: Parameters<typeof desk>[0], sound: Parameters<typeof fakeLine>[0] = {}) {
  const live = fakeLive();
  const line = fakeLine(sound);
  const user = userEvent.setup();
  const shown = render(
    <Softphone
      desk={desk(view)}
      live={live.live}
      line={line.line}
      connection="open"
      now={() => NOW}
      openCheck={() => undefined}
    />,
  );
  return { ...live, ...line, user, shown };
}

it("says who calls, and answers by a button or by Alt R", async () => {
  const { send, user } = phone({ call: call({ state: "ringing", connected_at: null }) });
  expect(screen.getByRole("status")).toHaveTextContent("Sonne");
  expect(screen.getByText("Mme Josiane Prat")).toBeVisible();
  await user.click(screen.getByRole("button", { name: /Répondre/ }));
  await user.keyboard("{Alt>}r{/Alt}");
  expect(send.mock.calls.map(([message]) => message)).toEqual([{ type: "call.answer" }, { type: "call.answer" }]);
});

it("keeps its controls in one order, hanging up last, whatever the state", () => {
  const order = (): string[] =>
    screen
      .getAllByRole("button")
      .map((one) => one.textContent.replace(/ ?Alt .$/, ""))
      .slice(-3);
  const { shown } = phone({ call: call() });
  expect(order()).toEqual(["Clavier", "Casque", "Raccrocher"]);
  shown.unmount();
  phone({});
  expect(order()).toEqual(["Clavier", "Casque", "Raccrocher"]);
});

it("closes the microphone at once and shows that the server has yet to confirm it", async () => {
  const { send, letThrough, user } = phone({ call: call() });
  await user.click(screen.getByRole("switch", { name: "Couper le micro" }));
  expect(letThrough).toHaveBeenCalledWith(false);
  expect(send).toHaveBeenCalledWith({ type: "call.mute", muted: true });
  const mute = screen.getByRole("switch", { name: "Couper le micro" });
  expect(mute).toHaveAttribute("aria-busy", "true");
  expect(mute).not.toBeChecked();
});

it("opens the microphone again when the server refuses to mute it", async () => {
  const { send, letThrough, user } = phone({ call: call() });
  send.mockResolvedValue(refused("Aucun appel en cours."));
  await user.click(screen.getByRole("switch", { name: "Couper le micro" }));
  expect(letThrough).toHaveBeenLastCalledWith(true);
  expect(screen.getByRole("switch", { name: "Couper le micro" })).toHaveAttribute("aria-busy", "false");
});

it("does not hang up in the second that follows the answer", async () => {
  const { send, user } = phone({ call: call({ connected_at: ago(0.5) }) });
  await user.keyboard("{Alt>}f{/Alt}");
  expect(send).not.toHaveBeenCalled();
});

it("hangs up by Alt F, never by Escape or by a letter", async () => {
  const { send, user } = phone({ call: call() });
  await user.keyboard("{Escape}f");
  expect(send).not.toHaveBeenCalled();
  await user.keyboard("{Alt>}f{/Alt}");
  expect(send).toHaveBeenCalledWith({ type: "call.hang_up" });
});

const consulted = (state: "ringing" | "talking") => ({
  state: "held" as const,
  held_by: "candidate" as const,
  held_at: ago(20),
  consultation: {
    consultation_id: "consult-1",
    state,
    asked_at: ago(20),
    answered_at: state === "talking" ? ago(12) : null,
  },
});

it("asks the supervisor by Alt S, and says that they ring", async () => {
  const { send, user } = phone({ call: call() });
  await user.keyboard("{Alt>}s{/Alt}");
  expect(send).toHaveBeenCalledWith({ type: "call.consult" });
  cleanup();
  phone({ call: call(consulted("ringing")) });
  expect(screen.getByText("Client en attente")).toBeVisible();
  expect(screen.getByRole("button", { name: "Le superviseur sonne…" })).toBeDisabled();
});

it("comes back from the supervisor, or hands the customer over once that is confirmed", async () => {
  const { send, user } = phone({ call: call(consulted("talking")) });
  expect(screen.getByText("En consultation")).toBeVisible();
  expect(screen.getByText(/^superviseur \d\d:\d\d$/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: /^Transférer au superviseur/ }));
  expect(send).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Oui" }));
  expect(send).toHaveBeenCalledWith({ type: "call.transfer" });
  await user.click(screen.getByRole("button", { name: /^Reprendre/ }));
  expect(send).toHaveBeenLastCalledWith({ type: "call.resume" });
});

it("sends the digits that are typed on its keypad", async () => {
  const { send, user } = phone({ call: call() });
  await user.click(screen.getByRole("button", { name: "Clavier" }));
  await user.keyboard("4#");
  expect(send.mock.calls.map(([message]) => message)).toEqual([
    { type: "call.digits", digits: "4" },
    { type: "call.digits", digits: "#" },
  ]);
});

it("calls a missed customer back", async () => {
  const { send, user } = phone({
    missed_calls: [{ run_id: "r", number: "01 99 00 20 17", name: "Mme Josiane Prat", at: ago(60) }],
  });
  await user.click(screen.getByRole("button", { name: /Rappeler Mme Josiane Prat/ }));
  expect(send).toHaveBeenCalledWith({ type: "call.dial", number: "01 99 00 20 17" });
});

it("has three lights, each with its word", () => {
  phone({ call: call() }, { state: "lost" });
  expect(screen.getByText("Serveur").nextSibling).toHaveTextContent("connecté");
  expect(screen.getByText("Son").nextSibling).toHaveTextContent("coupé");
  expect(screen.getByText("Appel").nextSibling).toHaveTextContent("en cours");
});

it.each([
  ["refused", "Le micro est refusé."],
  ["no_device", "Aucun micro n’est branché."],
  ["in_use", "Le micro est pris par une autre application."],
  ["insecure", "Cette adresse n’est pas sécurisée : le micro est bloqué."],
  ["blocked", "Le réseau bloque le son."],
] as const)("says what to do when the sound is %s", (state, words) => {
  phone({}, { state });
  expect(screen.getByRole("alert")).toHaveTextContent(words);
});

it("shrinks to a line while a chat is live, and unfolds on demand", async () => {
  const { user } = phone({
    conversation: {
      run_id: "r",
      opened_at: ago(5),
      closed_at: null,
      closed_by: null,
      messages: [],
      typing: null,
      waiting_since: null,
      first_reply_seconds: 20,
      reply_seconds: 60,
    },
  });
  expect(screen.queryByRole("button", { name: /Raccrocher/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Ouvrir le téléphone" }));
  expect(screen.getByRole("button", { name: /Raccrocher/ })).toBeVisible();
});

const line = (more: Partial<CandidateDesk["line"]> = {}): CandidateDesk["line"] => ({
  ...desk().line,
  rings: "both",
  phones: ["Linphone/5.2 (poste)"],
  ...more,
});

it("leaves the answer to a telephone that rings alone, and says so", async () => {
  const { send, user } = phone({
    call: call({ state: "ringing", connected_at: null }),
    line: line({ rings: "phone", phone_rings: true }),
  });
  expect(screen.getByText("Votre téléphone sonne : décrochez.")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Répondre/ })).toBeNull();
  await user.keyboard("{Alt>}r{/Alt}");
  expect(send).not.toHaveBeenCalled();
});

it("answers here as well where both ring", () => {
  phone({ call: call({ state: "ringing", connected_at: null }), line: line({ phone_rings: true }) });
  expect(screen.getByText(/sonne aussi : décrochez, ou répondez ici/)).toBeVisible();
  expect(screen.getByRole("button", { name: /Répondre/ })).toBeVisible();
});

it("says which telephone carries the call, and mutes it from here", async () => {
  const { send, user } = phone({ call: call(), line: line({ call_on_phone: "Linphone/5.2 (poste)" }) });
  expect(screen.getByText("Sur le téléphone : Linphone")).toBeVisible();
  expect(screen.getByText("Téléphone", { selector: "dt" }).nextSibling).toHaveTextContent("Linphone");
  await user.click(screen.getByRole("switch", { name: "Couper le micro" }));
  expect(send).toHaveBeenCalledWith({ type: "call.mute", muted: true });
});

it("cancels a call whose own telephone still rings", async () => {
  const { send, user } = phone({ line: line({ rings: "phone", phone_rings: true }) });
  expect(screen.getByText(/décrochez, l’appel partira aussitôt/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: /Annuler l’appel/ }));
  expect(send).toHaveBeenCalledWith({ type: "call.hang_up" });
});

it("is not alarmed by a refused microphone where a telephone is registered", () => {
  phone({ line: line() }, { state: "refused" });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByText(/seul le téléphone sonne et répond/)).toBeVisible();
});

it("explains the recording on demand", async () => {
  const { user } = phone({ call: call() });
  await user.click(screen.getByRole("button", { name: "Enregistré" }));
  expect(screen.getByText("Conservation : 180 jours.")).toBeVisible();
});

it("has no fault that axe can find", async () => {
  const { shown } = phone({ call: call({ state: "held", held_by: "candidate", held_at: ago(10) }) });
  const { violations } = await act(() =>
    axe.run(shown.container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } }),
  );
  expect(violations.map((one) => one.id)).toEqual([]);
});

it("says what the telephone did with its last call, and what to do", () => {
  const told = "Le téléphone a renvoyé le dernier appel. Désactivez le renvoi d’appel.";
  phone({ call: null, line: line({ rings: "phone", phone_trouble: told }) });
  expect(screen.getByText(told)).toBeVisible();
});
