import type { CandidateDeliberation } from "../api/schema";

export const STAGE_WORDS: Record<CandidateDeliberation["stage"], string> = {
  awaited: "Notations attendues",
  open: "À délibérer",
  signing: "À signer",
  signed: "Signée",
  absent: "Absent",
  no_jury: "Aucun juré attribué",
};

export const STAGE_PILLS: Record<CandidateDeliberation["stage"], string> = {
  awaited: "pill",
  open: "pill ring",
  signing: "pill ring",
  signed: "pill live",
  absent: "pill",
  no_jury: "pill bad",
};

export const CAUSE_WORDS: Record<"appeal" | "fraud" | "other", string> = {
  appeal: "Recours",
  fraud: "Signalement de fraude",
  other: "Autre motif",
};

export const RESULT_WORDS = [...Object.values(STAGE_WORDS), ...Object.values(CAUSE_WORDS)];

/** The first candidate whose deliberation this person can take a step in. */
export function nextOf(candidates: readonly CandidateDeliberation[]): CandidateDeliberation | undefined {
  return candidates.find((one) => one.mine && (one.stage === "open" || one.stage === "signing"));
}

/** « 2,4 Mo ». */
export function size(bytes: number, words: { kilo: string; mega: string }, language: string): string {
  const isSmall = bytes < 1_000_000;
  const value = isSmall ? bytes / 1000 : bytes / 1_000_000;
  const shown = value.toLocaleString(language, { maximumFractionDigits: isSmall ? 0 : 1 });
  return `${shown}\u00a0${isSmall ? words.kilo : words.mega}`;
}
