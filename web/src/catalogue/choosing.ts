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
  /** « easy », « medium », « hard ». */
  difficulty: string;
  sector: string;
  company: string;
  /** By the group: « nobody » of it yet, « some » of it not yet. */
  unplayed: "" | "nobody" | "some";
}

export const ANYTHING: Asked = {
  words: "",
  competence: "",
  criterion: "",
  way: "",
  minutes: 0,
  difficulty: "",
  sector: "",
  company: "",
  unplayed: "",
};

/** Without accents or capitals: « Désolée » is found by « desolee ». */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** `trainees`: of the group that is chosen; without a group nothing is asked of what was played. */
export function fits(one: CatalogueEntry, asked: Asked, trainees = 0): boolean {
  const text = plain(
    [one.customer_name, one.situation, one.subject_title, one.label, one.company_name, one.sector].join(" "),
  );
  const fewest = asked.unplayed === "nobody" ? 1 : trainees;
  return (
    plain(asked.words)
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (!asked.competence || one.competences.includes(asked.competence)) &&
    (!asked.criterion || one.criteria.includes(asked.criterion)) &&
    (!asked.way || `${one.channel}/${one.direction}` === asked.way) &&
    (!asked.minutes || one.minutes <= asked.minutes) &&
    (!asked.difficulty || one.difficulty === asked.difficulty) &&
    (!asked.sector || one.sector === asked.sector) &&
    (!asked.company || one.pack_id === asked.company) &&
    (!asked.unplayed || trainees === 0 || one.played_by.length < fewest)
  );
}
