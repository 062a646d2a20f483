/** Figures of progress as people read them. */

import type { LevelView } from "../api/schema";
import { isEnglish, plural, t } from "../i18n/t";

/** « 67 % », whole. */
export function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** « 67 % sur 3 » : the share and what it stands on; an em dash when nothing was observed. */
export function levelWords(level: LevelView | null): string {
  return level === null ? "—" : t("{share} sur {n}", { share: percent(level.favourable), n: level.observations });
}

/** « 1 h 25 » from minutes. */
export function duration(minutes: number): string {
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}`;
}

/** « 23 nov. », a week by its Monday. */
export function weekName(week: string): string {
  return new Date(`${week}T12:00:00`).toLocaleDateString(isEnglish() ? "en-GB" : "fr-FR", {
    day: "numeric",
    month: "short",
  });
}

export function exchangesWords(n: number): string {
  return plural(n, "{n} échange", "{n} échanges");
}

/** How a level reads at a glance; the same three steps as a verdict's. */
export function stepOf(share: number): "good" | "middle" | "low" {
  if (share >= 0.75) return "good";
  return share >= 0.4 ? "middle" : "low";
}
