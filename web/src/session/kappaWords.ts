/** What a kappa means in words (Landis and Koch, 1977), and how numbers are written. */

import { isEnglish } from "../i18n/t";

const STEPS: [number, string][] = [
  [0.8, "accord presque parfait"],
  [0.6, "accord fort"],
  [0.4, "accord modéré"],
  [0.2, "accord faible"],
  [0, "accord très faible"],
];
const AGAINST = "désaccord";

/** For whoever translates them. */
export const KAPPA_WORDS = [...STEPS.map(([, words]) => words), AGAINST];

export function kappaWords(kappa: number): string {
  return STEPS.find(([from]) => kappa > from)?.[1] ?? AGAINST;
}

/** « 0,62 », « −0,05 » with a true minus sign; a coefficient has no more than two digits worth reading. */
export function number(value: number): string {
  const figures = value.toLocaleString(isEnglish() ? "en-GB" : "fr-FR", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "negative",
  });
  return figures.replace("-", "\u2212");
}
