/** « 29 novembre 2026 à 03:00 »: backups are told to the minute. */

import { t } from "../i18n/t";
import { day } from "../shared/time";

export function moment(iso: string): string {
  const time = new Date(iso).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  return t("{day} à {time}", { day: day(iso), time });
}
