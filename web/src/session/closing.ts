/** What whoever closes a session should know first: what still runs, for whom, and which days are still to come. Pure. */

import type { Board } from "../api/schema";
import { PHASE_NAMES } from "../examday/words";
import { plural, t } from "../i18n/t";

const MOST_NAMES = 3;

export function closingQuestion(board: Board | undefined): string {
  const after = t("Les postes des candidats se ferment ; la notation et les réécoutes restent.");
  return [...(board ? [running(board), otherDays(board)] : []), after].filter(Boolean).join(" ");
}

function running(board: Board): string {
  const under = board.places.flatMap((place) => {
    const phase = place.phases.find((one) => one.state === "running" || one.state === "paused");
    return phase ? [`${place.candidate_name} (${t(PHASE_NAMES[phase.phase]).toLowerCase()})`] : [];
  });
  if (under.length === 0) return "";
  const names = under.slice(0, MOST_NAMES).join(", ");
  const rest = under.length > MOST_NAMES ? "…" : ".";
  return `${plural(under.length, "Encore en cours pour {n} candidat :", "Encore en cours pour {n} candidats :")} ${names}${rest}`;
}

function otherDays(board: Board): string {
  const later = board.days.filter((day) => day > board.day);
  if (later.length === 0) return "";
  return plural(later.length, "Il reste {n} autre jour d'épreuves.", "Il reste {n} autres jours d'épreuves.");
}
