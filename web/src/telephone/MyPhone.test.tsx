import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { queries } from "../api/client";
import type { PhoneAccount, PhoneState } from "../api/schema";
import { MyPhone } from "./MyPhone";

const LINPHONE = {
  name: "Linphone-Desktop/5.2.6 (poste-4) (Windows 11)",
  transport: "TCP",
  address: "192.168.1.34",
  since: "2026-11-25T09:02:00Z",
};

const account = (more: Partial<PhoneAccount> = {}): PhoneAccount => ({
  available: true,
  trouble: "",
  phones: [],
  check: null,
  on_call: false,
  advice: [],
  name: "Nadia Roy",
  uri: "sip:roy@192.168.1.20:5060",
  auth_user: "roy",
  password: "abcdefghij",
  extension: "",
  has_trunk: false,
  registrar: "192.168.1.20",
  port: 5060,
  transports: ["UDP", "TCP"],
  rings: "both",
  sessions: [],
  listening_code: null,
  provisioning_url: "https://x/linphone.xml",
  qr_svg: "<svg/>",
  ...more,
});

/** A server with one account; `asked` is what it was asked, `now` what its state answers from then on. */
function server(first: PhoneAccount | { status: number; code: string }) {
  const asked: [string, string, unknown][] = [];
  const now: { state: Partial<PhoneState> } = { state: {} };
  vi.stubGlobal("fetch", async (request: Request) => {
    const words = await request.text();
    const sent: unknown = words ? JSON.parse(words) : undefined;
    asked.push([request.method, new URL(request.url).pathname, sent]);
    if ("status" in first)
      return Response.json({ code: first.code, message: "Non.", remedy: "" }, { status: first.status });
    const choice =
      request.method === "PUT" ? (sent as { rings: PhoneAccount["rings"] | null; session_id: string | null }) : null;
    return Response.json({
      ...first,
      ...now.state,
      ...(choice?.session_id === null && choice.rings ? { rings: choice.rings } : {}),
    });
  });
  return { asked, now };
}

async function shown(first: Parameters<typeof server>[0], door: "staff" | "candidate" = "staff") {
  const its = server(first);
  const page = render(
    <QueryClientProvider client={queries}>
      <MyPhone door={door} />
    </QueryClientProvider>,
  );
  await act(() => vi.advanceTimersByTimeAsync(10));
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const press = (one: HTMLElement) => {
    fireEvent.click(one);
    return pass(10);
  };
  return { ...its, page, press, pass, later: () => pass(2100) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("says who switches telephones on where they are off", async () => {
  await shown({ status: 404, code: "no_telephones" });
  expect(screen.getByRole("heading")).toHaveTextContent("Les téléphones ne sont pas activés");
  expect(screen.getByText(/COMBINE_SIP=true/)).toBeVisible();
});

it("says why no telephone can register", async () => {
  await shown(account({ available: false, trouble: "Le port 5060 est déjà pris." }));
  expect(screen.getByText("Le port 5060 est déjà pris.")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Faire sonner/ })).toBeNull();
});

it("shows a telephone by itself as soon as it is registered, then rings it", async () => {
  const { now, later, press, asked } = await shown(account());
  expect(screen.getByText("Aucun téléphone enregistré")).toBeVisible();
  expect(screen.getByRole("button", { name: "Faire sonner mon téléphone" })).toBeDisabled();
  now.state = { phones: [LINPHONE] };
  await later();
  expect(screen.getByText("Linphone-Desktop")).toBeVisible();
  now.state = { phones: [LINPHONE], check: { state: "ringing", outcome: "", found: "" } };
  await press(screen.getByRole("button", { name: "Faire sonner mon téléphone" }));
  expect(asked.some(([method, path]) => method === "POST" && path === "/api/staff/phone/check")).toBe(true);
  expect(screen.getByText("Ça sonne : décrochez et parlez.")).toBeVisible();
  now.state = { phones: [LINPHONE], check: { state: "over", outcome: "silent", found: "" } };
  await later();
  expect(screen.getByText(/aucun son n’est arrivé/)).toBeVisible();
});

it("names several telephones", async () => {
  await shown(
    account({
      phones: [LINPHONE, { ...LINPHONE, name: "Yealink SIP-T46S 66.86", transport: "UDP", address: "192.168.1.40" }],
    }),
  );
  expect(screen.getAllByText("Enregistré")).toHaveLength(2);
  expect(screen.getByText("Yealink SIP-T46S 66.86")).toBeVisible();
  expect(screen.getByRole("button", { name: "Faire sonner mes téléphones" })).toBeEnabled();
});

it("keeps the password hidden until it is asked for", async () => {
  const { press } = await shown(account());
  expect(screen.queryByText("abcdefghij")).toBeNull();
  await press(screen.getByRole("button", { name: "Afficher le mot de passe" }));
  expect(screen.getByText("abcdefghij")).toBeVisible();
});

it("chooses what rings, everywhere and for one session", async () => {
  const { press, pass, asked } = await shown(
    account({ sessions: [{ session_id: "s1", title: "Mardi", kind: "exam", rings: null }] }),
  );
  await press(screen.getByRole("radio", { name: /Le téléphone/ }));
  expect(screen.getByText(/Sans téléphone enregistré, le navigateur sonne/)).toBeVisible();
  fireEvent.change(screen.getByRole("combobox", { name: /Examen · Mardi/ }), { target: { value: "browser" } });
  await pass(10);
  expect(asked.filter(([method]) => method === "PUT").map(([, , body]) => body)).toEqual([
    { rings: "phone", session_id: null },
    { rings: "browser", session_id: "s1" },
  ]);
});

it("keeps a choice that is clicked, without a turn in which it is not there", async () => {
  await shown(account());
  const choice = screen.getByRole("radio", { name: /Le téléphone/ });
  fireEvent.click(choice);
  await act(() => Promise.resolve());
  expect(choice).toBeChecked();
});

it("takes the number at the centre's exchange, where there is one", async () => {
  const { press, asked } = await shown(account({ has_trunk: true, extension: "204" }));
  const field = screen.getByRole("textbox", { name: "Numéro au standard" });
  expect(field).toHaveValue("204");
  expect(screen.getByRole("button", { name: "Enregistrer" })).toBeDisabled();
  fireEvent.change(field, { target: { value: "207 " } });
  await press(screen.getByRole("button", { name: "Enregistrer" }));
  expect(asked.filter(([method]) => method === "PUT").map(([, , body]) => body)).toEqual([
    { rings: null, extension: "207", session_id: null },
  ]);
  expect(screen.getByText("Numéro enregistré ✓")).toBeVisible();
});

it("leaves a candidate's number at the exchange to the trainer", async () => {
  await shown(account({ has_trunk: true, extension: "204" }), "candidate");
  expect(screen.queryByRole("textbox", { name: "Numéro au standard" })).toBeNull();
  expect(screen.getByText(/Poste 204/)).toBeVisible();
});

it("says nothing of an exchange where none is joined", async () => {
  await shown(account());
  expect(screen.queryByText("Numéro au standard")).toBeNull();
});

it("warns that an address of this machine is no address for others", async () => {
  await shown(account({ registrar: "127.0.0.1" }), "candidate");
  expect(screen.getByText(/que les téléphones de cette machine/)).toBeVisible();
});

it("has no fault that axe can find", async () => {
  const { page } = await shown(
    account({ phones: [LINPHONE], sessions: [{ session_id: "s1", title: "Mardi", kind: "exam", rings: "phone" }] }),
  );
  vi.useRealTimers();
  const { violations } = await act(() =>
    axe.run(page.container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } }),
  );
  expect(violations.map((one) => one.id)).toEqual([]);
});

it("shows a code for the headset client, and another one at will", async () => {
  const { asked, press } = await shown(account(), "candidate");
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push([request.method, new URL(request.url).pathname, undefined]);
    return Promise.resolve(Response.json({ code: "K7QF-3M2P", minutes: 10, address: "https://h:8080" }));
  });
  await press(screen.getByRole("button", { name: "Afficher un code" }));
  expect(asked.at(-1)?.slice(0, 2)).toEqual(["POST", "/api/candidate/phone/headset-code"]);
  expect(screen.getByText("K7QF-3M2P")).toBeVisible();
  expect(screen.getByText(/Valable 10 minutes/)).toHaveTextContent("https://h:8080");
  expect(screen.getByRole("button", { name: "Un autre code" })).toBeVisible();
});

it("says in words what is wrong and what to change on that model", async () => {
  const advice = [
    { code: "nat_without_keep_alive", text: "Yealink est derrière un routeur.", remedy: "Yealink : Keep-alive, 30 s." },
  ];
  const check = {
    state: "over" as const,
    outcome: "heard" as const,
    found: "Codec G.722, perte 0 %, aller-retour 12 ms.",
  };
  await shown(account({ phones: [LINPHONE], advice, check }));
  expect(screen.getByText("Yealink est derrière un routeur.")).toBeVisible();
  expect(screen.getByText(/Keep-alive, 30 s/)).toBeVisible();
  expect(screen.getByText(/Codec G.722/)).toBeVisible();
});

it("signs all telephones out only when asked twice", async () => {
  const { asked, press } = await shown(account({ phones: [LINPHONE] }));
  await press(screen.getByRole("button", { name: "Nouveau mot de passe" }));
  expect(asked.some(([, path]) => path.endsWith("/password"))).toBe(false);
  await press(screen.getByRole("button", { name: "Déconnecter tous mes téléphones" }));
  expect(asked.some(([method, path]) => method === "POST" && path === "/api/staff/phone/password")).toBe(true);
});
