import type { DeliberationCriterion, DeliberationView, ToDecide } from "../api/schema";
import { t } from "../i18n/t";

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

/** Refused, and nobody wrote why: the results sheet is a motivated one. */
export function isUnmotivated({ taken }: ToDecide): boolean {
  return taken?.decision === "not_acquired" && taken.reason.trim() === "";
}

/** What refuses, or goes beside the référentiel's rule, and has no reason yet. */
export function unexplained(view: DeliberationView): string[] {
  const beside = view.incoherences.filter((one) => !one.is_explained).map((one) => one.what);
  return view.decisions.filter((one) => isUnmotivated(one) || beside.includes(one.what)).map((one) => one.what);
}

/** « CP3.1, CP3.6 et CP4.2 »; a long list ends in how many more. */
export function listed(names: string[], and: string, more: (n: number) => string, most = 6): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${and} ${more(rest)}`;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} ${and} ${shown.at(-1) ?? ""}`;
}

/** What stands before a signature: « trancher CP3.1, puis décider le titre. » */
export function missingWords(view: DeliberationView): string {
  const and = t("et");
  const more = (n: number): string => t("{n} autres", { n });
  const criteria = unsettled(view).map((one) => one.criterion);
  const decisions = undecided(view).map((one) => (one.kind === "title" ? t("le titre") : one.what));
  const reasons = unexplained(view).map((one) => (one === "title" ? t("la décision sur le titre") : one));
  const parts = [
    criteria.length > 0 && t("trancher {names}", { names: listed(criteria, and, more) }),
    decisions.length > 0 && t("décider {names}", { names: listed(decisions, and, more) }),
    reasons.length > 0 && t("écrire le motif de {names}", { names: listed(reasons, and, more) }),
  ].filter((one) => one !== false);
  return `${parts.join(t(", puis "))}.`;
}

/** Where a verdict was given that is of no exchange. */
export const PLACE_WORDS = {
  writings: "écrits",
  technical: "entretien technique",
  final: "entretien final",
} as const;
