/** What a page says of a criterion or a decision, in the words of the screen. */

import type { DeliberationView, SaidView } from "../api/schema";
import { t } from "../i18n/t";
import { VERDICTS } from "../shared/marks";
import { DECISION_WORDS } from "./words";

export function nameOf(what: string): string {
  return what === "title" ? t("Titre") : what;
}

export function labelOf(view: DeliberationView, what: string): string {
  const criterion = view.criteria.find((one) => one.criterion === what);
  return criterion?.label ?? view.decisions.find((one) => one.what === what)?.label ?? "";
}

/** « non acquise », « Satisfaisant »: of a decision or a verdict, or that there was none. */
export function saidWords(view: DeliberationView, what: string, said: SaidView | null): string {
  if (said === null) return what.includes(".") ? t("sans verdict du jury") : t("non décidé");
  if (said.words !== "acquired" && said.words !== "not_acquired") return t(VERDICTS[said.words] ?? "");
  const kind = view.decisions.find((one) => one.what === what)?.kind;
  return t(DECISION_WORDS[kind === "certificate" || kind === "title" ? "certificate" : "competence"][said.words]);
}
