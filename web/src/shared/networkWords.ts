/** The quality of a network in words and signs: never by colour alone. */

import { isEnglish, t } from "../i18n/t";

export type Level = "good" | "fair" | "bad";

const WORDS: Record<Level | "unknown", string> = {
  good: "bonne",
  fair: "moyenne",
  bad: "mauvaise",
  unknown: "en mesure",
};

/** Every word of these levels. */
export const LEVEL_WORDS = Object.values(WORDS);

export const LEVEL_SIGNS: Record<Level | "unknown", string> = { good: "▂▄▆", fair: "▂▄·", bad: "▂··", unknown: "···" };

export function levelWords(level: Level | null): string {
  return t(WORDS[level ?? "unknown"]);
}

export function decimal(value: number): string {
  const text = String(Math.round(value * 10) / 10);
  return isEnglish() ? text : text.replace(".", ",");
}
