import { expect, it } from "vitest";

import { typedForCandidate, typedForStaff } from "./typedWhileClosed";

const typed = {
  production: "reply_letter",
  closed_from: new Date("2026-11-30T10:05").toISOString(),
  closed_until: new Date("2026-11-30T10:12").toISOString(),
  words_added: 12,
} as const;

it("tells the room and the jury how much came in, and of when", () => {
  expect(typedForStaff(typed)).toBe(
    "Courrier de réponse\u00a0: une partie est arrivée à la réouverture et a été écrite pendant la fermeture (10:05 – 10:12). 12 mots de plus.",
  );
  expect(typedForStaff({ ...typed, words_added: 1 })).toContain("1 mot de plus.");
  expect(typedForStaff({ ...typed, words_added: -3 })).not.toContain("de plus");
});

it("tells the candidate that it is kept, and who knows", () => {
  expect(typedForCandidate(typed)).toContain("Elle est gardée\u00a0; le surveillant et le jury le savent.");
});
