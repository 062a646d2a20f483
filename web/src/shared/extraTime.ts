/** What an end that is later than the official one counts in, for the candidate. Pure. */

import type { ClockView } from "../api/schema";
import { t } from "../i18n/t";

/** « temps majoré compris »: only of whoever has it; "" where the end is the official one. */
export function extraTimeWords(clock: Pick<ClockView, "extra_minutes" | "accommodated_minutes">): string {
  const isMore = clock.extra_minutes > clock.accommodated_minutes;
  if (clock.accommodated_minutes > 0)
    return isMore ? t("temps majoré et temps ajouté compris") : t("temps majoré compris");
  return isMore ? t("temps ajouté compris") : "";
}
