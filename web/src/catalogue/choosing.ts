/** Which exercises of the catalogue fit what is asked: every word, and every choice that is made. */

import type { CatalogueEntry } from "../api/schema";

export interface Asked {
  words: string;
  competence: string;
  criterion: string;
  /** « phone/inbound ». */
  way: string;
  /** At most; 0: any length. */
  minutes: number;
  company: string;
}

export const ANYTHING: Asked = { words: "", competence: "", criterion: "", way: "", minutes: 0, company: "" };

/** Without accents or capitals: « Désolée » is found by « desolee ». */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

export function fits(one: CatalogueEntry, asked: Asked): boolean {
  const text = plain([one.customer_name, one.situation, one.subject_title, one.label, one.company_name].join(" "));
  return (
    plain(asked.words)
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (!asked.competence || one.competences.includes(asked.competence)) &&
    (!asked.criterion || one.criteria.includes(asked.criterion)) &&
    (!asked.way || `${one.channel}/${one.direction}` === asked.way) &&
    (!asked.minutes || one.minutes <= asked.minutes) &&
    (!asked.company || one.pack_id === asked.company)
  );
}
