import type { DeliberationCriterion, DeliberationView, ToDecide } from "../api/schema";

export type VerdictWord = NonNullable<DeliberationCriterion["agreed"]>["verdict"];

export const VERDICT_ORDER: VerdictWord[] = ["satisfactory", "to_improve", "insufficient", "not_observed"];

export const VERDICT_PILLS: Record<VerdictWord, string> = {
  satisfactory: "pill live",
  to_improve: "pill ring",
  insufficient: "pill bad",
  not_observed: "pill",
};

/** Competences are « acquises », certificates and the title « obtenus ». */
export const DECISION_WORDS: Record<"competence" | "certificate", Record<"acquired" | "not_acquired", string>> = {
  competence: { acquired: "Acquise", not_acquired: "Non acquise" },
  certificate: { acquired: "Obtenu", not_acquired: "Non obtenu" },
};

export const GROUP_WORDS: Record<"competence" | "transversal" | "certificate", string> = {
  competence: "Compétences professionnelles",
  transversal: "Compétences transversales",
  certificate: "Certificats et titre",
};

export function decisionWords(one: ToDecide): Record<"acquired" | "not_acquired", string> {
  return one.kind === "certificate" || one.kind === "title" ? DECISION_WORDS.certificate : DECISION_WORDS.competence;
}

/** Whether a reason must be written: a verdict that is no juror's own. */
export function needsReason(criterion: DeliberationCriterion, verdict: VerdictWord): boolean {
  return !criterion.sides.some((side) => side.verdicts.some((one) => one.verdict === verdict));
}

/** Differences that are not settled yet, in the référentiel's order. */
export function unsettled(view: DeliberationView): DeliberationCriterion[] {
  return view.criteria.filter((one) => one.differs && one.agreed === null);
}

export function undecided(view: DeliberationView): ToDecide[] {
  return view.decisions.filter((one) => one.taken === null);
}

/** What goes beside the référentiel's rule and has no reason yet. */
export function unexplained(view: DeliberationView): string[] {
  return view.incoherences.filter((one) => !one.is_explained).map((one) => one.what);
}

/** « CP3.1, CP3.6 et CP4.2 »; a long list ends in how many more. */
export function listed(names: string[], and: string, more: (n: number) => string, most = 6): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${and} ${more(rest)}`;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} ${and} ${shown.at(-1) ?? ""}`;
}

/** Where a verdict was given that is of no exchange. */
export const PLACE_WORDS = {
  writings: "écrits",
  technical: "entretien technique",
  final: "entretien final",
} as const;
