import { expect, it } from "vitest";

import type { CatalogueEntry } from "../api/schema";
import { ANYTHING, fits } from "./choosing";

const ONE: CatalogueEntry = {
  pack_id: "velambre",
  company_name: "Vélambre",
  subject_id: "exercices-1",
  subject_title: "Exercices",
  exchange_id: "e1",
  label: "Appel entrant",
  channel: "phone",
  direction: "inbound",
  customer_name: "Mme Désolée Prat",
  situation: "Colis perdu.",
  minutes: 8,
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
])("%j", (asked, found) => {
  expect(fits(ONE, { ...ANYTHING, ...asked })).toBe(found);
});
