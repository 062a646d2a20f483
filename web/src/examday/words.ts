/** The words of an exam day: its phases, who is there, what happened. */

import type { BoardPlace, IdentitySeen, NewMeasure, PhaseOnBoard } from "../api/schema";

export type PhaseId = PhaseOnBoard["phase"];

export const PHASE_NAMES: Record<PhaseId, string> = {
  case_study: "Étude de cas",
  preparation: "Préparation",
  exchanges: "Échanges",
  interview_preparation: "Préparation de l'entretien",
  recorded_sequence: "Écoute de la séquence",
  debrief: "Retour sur les échanges",
  technical_interview: "Entretien technique",
  final_interview: "Entretien final",
};

/** What a person reads in a sentence: « Ouvrir l'étude de cas ». */
export const PHASE_WITH_ARTICLE: Record<PhaseId, string> = {
  case_study: "l'étude de cas",
  preparation: "la préparation",
  exchanges: "les échanges",
  interview_preparation: "la préparation de l'entretien",
  recorded_sequence: "l'écoute de la séquence",
  debrief: "le retour sur les échanges",
  technical_interview: "l'entretien technique",
  final_interview: "l'entretien final",
};

/** « fin de l'étude de cas », « fin des échanges ». */
export const PHASE_OF: Record<PhaseId, string> = {
  case_study: "de l'étude de cas",
  preparation: "de la préparation",
  exchanges: "des échanges",
  interview_preparation: "de la préparation de l'entretien",
  recorded_sequence: "de l'écoute de la séquence",
  debrief: "du retour sur les échanges",
  technical_interview: "de l'entretien technique",
  final_interview: "de l'entretien final",
};

/** Steps as the candidate counts them. */
export const STEPS: { name: string; phases: PhaseId[] }[] = [
  { name: "Étude de cas", phases: ["case_study"] },
  { name: "Préparation", phases: ["preparation"] },
  { name: "Échanges", phases: ["exchanges"] },
  {
    name: "Entretien technique",
    phases: ["interview_preparation", "recorded_sequence", "debrief", "technical_interview"],
  },
  { name: "Entretien final", phases: ["final_interview"] },
];

export const PRESENCE_NAMES: Record<BoardPlace["presence"], string> = {
  expected: "Attendu",
  present: "Présent",
  absent: "Absent",
  abandoned: "A abandonné",
};

export const DOCUMENT_NAMES: Record<IdentitySeen["document"], string> = {
  identity_card: "Carte d'identité",
  passport: "Passeport",
  residence_permit: "Titre de séjour",
  driving_licence: "Permis de conduire",
  other: "Autre pièce",
};

export const CAUSE_NAMES: Record<NewMeasure["cause"], string> = {
  evacuation: "Évacuation",
  power: "Coupure de courant",
  network: "Panne du réseau",
  other: "Autre",
};

/** Every word of these tables. */
export const DAY_WORDS = [
  ...Object.values(PHASE_NAMES),
  ...Object.values(PHASE_WITH_ARTICLE),
  ...Object.values(PHASE_OF),
  ...STEPS.map((step) => step.name),
  ...Object.values(PRESENCE_NAMES),
  ...Object.values(DOCUMENT_NAMES),
  ...Object.values(CAUSE_NAMES),
];
