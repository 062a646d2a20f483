import { expect, it } from "vitest";

import type { Board } from "../api/schema";
import { closingQuestion } from "./closing";

const place = (candidate_name: string, state: string) => ({ candidate_name, phases: [{ phase: "case_study", state }] });
const board = (more: object): Board => ({ day: "2026-11-30", days: ["2026-11-30"], places: [], ...more }) as never;

it("names what still runs, for whom, and the days that are left", () => {
  const places = [place("Léa Martin", "running"), place("Yanis Benali", "paused"), place("Zoé Noir", "ended")];
  const words = closingQuestion(board({ places, days: ["2026-11-30", "2026-12-01"] }));
  expect(words).toContain("Encore en cours pour 2 candidats");
  expect(words).toContain("Léa Martin (étude de cas), Yanis Benali (étude de cas).");
  expect(words).toContain("Il reste 1 autre jour d’épreuves.");
  expect(words).not.toContain("Zoé");
});

it("says no more than what closes where nothing runs, or the board is not there", () => {
  for (const one of [undefined, board({})])
    expect(closingQuestion(one)).toBe(
      "Les postes des candidats se ferment\u00a0; la notation et les réécoutes restent.",
    );
});
