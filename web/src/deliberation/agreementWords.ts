/** How far jurors agreed, in words: few verdicts conclude nothing. */

import type { JurorsAgreement } from "../api/schema";
import { plural, t } from "../i18n/t";
import { kappaWords } from "../session/kappaWords";

export function sameWords(found: JurorsAgreement): string {
  return plural(found.same, "{n} avis identique sur {compared}", "{n} avis identiques sur {compared}", {
    compared: found.compared,
  });
}

export function kappaOf(found: JurorsAgreement): string {
  if (found.kappa === null) return "";
  if (found.is_low_beside_share) return t("peu parlant ici");
  return found.is_few ? t("trop peu d'avis pour conclure") : t(kappaWords(found.kappa));
}
