import type { CorrectedText } from "../api/schema";

export const PRODUCTION_WORDS: Record<CorrectedText["production"], string> = {
  case_summary: "Résumé de la situation",
  stakes: "Enjeux, client et entreprise",
  reply_letter: "Courrier de réponse",
};
