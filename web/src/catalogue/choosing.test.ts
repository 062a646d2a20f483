import { expect, it } from "vitest";

import type { CatalogueEntry } from "../api/schema";
import { ANYTHING, fits } from "./choosing";

const ONE: CatalogueEntry = {
  pack_id: "velambre",
  company_name: "Vélambre",
  sector: "Commerce et entretien",
  subject_id: "exercices-1",
  subject_title: "Exercices",
  exchange_id: "e1",
  label: "Appel entrant",
  channel: "phone",
  direction: "inbound",
  customer_name: "Mme Désolée Prat",
  situation: "Colis perdu.",
  minutes: 8,
  difficulty: "easy",
  competences: ["CP3"],
  criteria: ["CP3.6"],
  is_for_exam: false,
  played_by: [],
};

it.each([
  [{}, true],
  [{ words: "desolee colis" }, true],
  [{ words: "desolee facture" }, false],
  [{ competence: "CP3", criterion: "CP3.6" }, true],
  [{ criterion: "CP3.5" }, false],
  [{ way: "chat/inbound" }, false],
  [{ way: "phone/inbound", minutes: 8, company: "velambre" }, true],
  [{ minutes: 7 }, false],
  [{ difficulty: "easy", sector: "Commerce et entretien" }, true],
  [{ difficulty: "hard" }, false],
  [{ sector: "Logement" }, false],
  [{ words: "commerce" }, true],
])("%j", (asked, found) => {
  expect(fits(ONE, { ...ANYTHING, ...asked })).toBe(found);
});

it.each([
  ["nobody", [], true],
  ["nobody", ["Ana"], false],
  ["some", ["Ana"], true],
  ["some", ["Ana", "Bilal"], false],
] as const)("%s, played by %j", (unplayed, played_by, found) => {
  const one = { ...ONE, played_by: [...played_by] };
  expect(fits(one, { ...ANYTHING, unplayed }, 2)).toBe(found);
  expect(fits(one, { ...ANYTHING, unplayed })).toBe(true);
});
