import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { timeOfDay } from "./time";
import type { SaveStatus } from "./autosave";

/** « enregistré à 10:42:07 », or what stands in its way. */
export function SavedMark({
  status,
  savedAt,
  prefix = "",
}: {
  status: SaveStatus;
  savedAt: string | null;
  prefix?: string;
}): ReactNode {
  if (status === "failed") return <span className="tiny warn">{t("pas encore enregistré")}</span>;
  if (status !== "saved") return <span className="tiny soft">{t("enregistrement…")}</span>;
  if (!savedAt) return null;
  return <span className="tiny soft num">{`${prefix}${t("enregistré à {time}", { time: timeOfDay(savedAt) })}`}</span>;
}
