import { expect, it } from "vitest";

import { callsCarried, type Found, verdicts } from "./verdicts";

const OPEN = { isOpen: true, protocol: "udp", roundTripMs: 4.2 };
const SHUT = { isOpen: false, protocol: "", roundTripMs: null };
const FOUND: Found = { microphone: { label: "Casque USB" }, direct: OPEN, relay: null, down: 48.3, up: 9.6 };
const CALL_KBIT_S = 150;

const states = (found: Found, calls = 12): string[] => verdicts(found, calls, CALL_KBIT_S).map((one) => one.state);

it("says of a good room that all holds, with its figures", () => {
  expect(verdicts(FOUND, 12, CALL_KBIT_S).map((one) => one.words)).toEqual([
    "Un micro répond\u00a0: Casque USB.",
    "Le son passe directement, en UDP\u00a0: 4 ms aller-retour.",
    "Aucun relais n’est réglé, et cette salle s’en passe.",
    "48,3 Mbit/s en réception, 9,6 Mbit/s à l’envoi\u00a0: assez pour 12 appels à la fois.",
  ]);
  expect(states(FOUND)).toEqual(["good", "good", "good", "good"]);
});

it("counts calls by the narrower way, and leaves half of it to the rest", () => {
  expect(callsCarried(FOUND, CALL_KBIT_S)).toBe(32);
  expect(states(FOUND, 33)[3]).toBe("bad");
  expect(verdicts({ ...FOUND, up: 0.4 }, 12, CALL_KBIT_S)[3]?.words).toContain("1 appel à la fois, pour 12 prévus");
});

it("tells a room that lives by its relay from one that has no way at all", () => {
  expect(states({ ...FOUND, direct: SHUT, relay: OPEN }).slice(1, 3)).toEqual(["warning", "good"]);
  expect(states({ ...FOUND, direct: SHUT, relay: SHUT }).slice(1, 3)).toEqual(["bad", "bad"]);
  expect(states({ ...FOUND, direct: SHUT }).slice(1, 3)).toEqual(["bad", "bad"]);
  expect(states({ ...FOUND, relay: SHUT }).slice(1, 3)).toEqual(["good", "warning"]);
});

it("never calls TCP, a long way or a cut transfer good", () => {
  expect(states({ ...FOUND, direct: { ...OPEN, protocol: "tcp" } })[1]).toBe("warning");
  expect(states({ ...FOUND, direct: { ...OPEN, roundTripMs: 240 } })[1]).toBe("warning");
  expect(states({ ...FOUND, up: null })[3]).toBe("bad");
});

it("says where the way through a relay ends, and what to do there", () => {
  const words = (["refused", "unreachable", "beyond", "unknown"] as const).map((stop) => {
    const line = verdicts({ ...FOUND, direct: SHUT, relay: { ...SHUT, stop } }, 12, CALL_KBIT_S)[2];
    return [line?.state, line?.words, line?.remedy];
  });
  expect(words.map(([state]) => state)).toEqual(["bad", "bad", "bad", "bad"]);
  expect(new Set(words.map(([, said]) => said)).size).toBe(4);
  expect(words[0]?.[2]).toContain("le même secret");
  expect(words[1]?.[2]).toContain("3478");
  expect(words[2]?.[2]).toContain("autorisez l’adresse du serveur");
});

it("gives each fault a way out", () => {
  for (const problem of ["refused", "no_device", "in_use", "insecure"] as const) {
    const found: Found = { ...FOUND, microphone: { problem }, direct: SHUT, relay: SHUT, down: null };
    for (const line of verdicts(found, 12, CALL_KBIT_S)) {
      expect(line.state).toBe("bad");
      expect(line.remedy).not.toBe("");
    }
  }
});
