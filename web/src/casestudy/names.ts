import type { WrittenId } from "./useCaseStudy";

/** What each text is called; keys of the i18n. */
export const NAMES: Record<WrittenId, string> = {
  case_summary: "Résumé de la situation",
  stakes: "Enjeux, client et entreprise",
  reply_letter: "Courrier de réponse",
  notes: "Mes notes",
};
