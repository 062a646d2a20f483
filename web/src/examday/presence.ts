/** Who is there, as the invigilator noted it beside what their desk does. Pure. */

import type { WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { hour } from "./hours";
import { PRESENCE_NAMES } from "./words";

type Seen = Pick<WatchedPlace, "presence" | "minutes_late" | "connected" | "wrote_at">;

/** Noted absent, and yet somebody works at this desk. */
export function isContradicted(place: Seen): boolean {
  return place.presence === "absent" && (place.connected || Boolean(place.wrote_at));
}

/** « Présent, 12 min de retard », « Noté absent, mais connecté ». */
export function presenceWords(place: Seen): string {
  if (isContradicted(place) && place.connected) return t("Noté absent, mais connecté");
  if (isContradicted(place)) return t("Noté absent, mais a écrit à {at}", { at: hour(place.wrote_at ?? "") });
  if (place.presence === "expected" && place.connected) return t("Attendu, déjà connecté");
  const late = place.minutes_late > 0 ? t(", {n} min de retard", { n: place.minutes_late }) : "";
  return `${t(PRESENCE_NAMES[place.presence])}${late}`;
}
