import type { ReactNode } from "react";

import { isEnglish, t } from "../i18n/t";

/** French or English, kept in this browser. The page starts again: ask for it when nothing is under way. */
export function Language(): ReactNode {
  const change = (language: string): void => {
    localStorage.setItem("combine.language", language);
    location.reload();
  };
  return (
    <label className="small">
      <span className="strong">{t("Langue de l'écran")}</span>
      <select className="field" value={isEnglish() ? "en" : "fr"} onChange={(event) => change(event.target.value)}>
        <option value="fr">{"Français"}</option>
        <option value="en" lang="en">
          {"English"}
        </option>
      </select>
    </label>
  );
}
