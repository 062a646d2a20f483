/** Words typed while their phase was closed, in words: one sentence for the candidate, one for room and jury. Pure. */

import type { TypedView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { PRODUCTION_WORDS } from "./productionWords";

function times(typed: TypedView): { from: string; until: string } {
  const minute = (at: string): string =>
    new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  return { from: minute(typed.closed_from), until: minute(typed.closed_until) };
}

/** For whoever keeps the room and for the jury. */
export function typedForStaff(typed: TypedView): string {
  const told = t(
    "{production} : une partie est arrivée à la réouverture et a été écrite pendant la fermeture ({from} – {until}).",
    {
      production: t(PRODUCTION_WORDS[typed.production]),
      ...times(typed),
    },
  );
  if (typed.words_added <= 0) return told;
  return `${told} ${plural(typed.words_added, "{n} mot de plus.", "{n} mots de plus.")}`;
}

/** For the candidate who wrote it. */
export function typedForCandidate(typed: TypedView): string {
  return t(
    "{production} : une partie de votre texte a été écrite pendant que l'étude de cas était fermée ({from} – {until}). Elle est gardée ; le surveillant et le jury le savent.",
    { production: t(PRODUCTION_WORDS[typed.production]), ...times(typed) },
  );
}
