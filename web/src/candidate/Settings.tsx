import css from "./windows.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import { applyTheme, chosenTheme, type Theme } from "../app/theme";
import { t } from "../i18n/t";
import { Language } from "../shared/Language";
import { Popover } from "../shared/Popover";

interface SettingsProps {
  session: string;
  name: string;
  isBusy: boolean;
  openCheck: () => void;
  openPhone: () => void;
  openShortcuts: () => void;
}

export const THEMES: [Theme, string][] = [
  ["auto", "Automatique"],
  ["light", "Clair"],
  ["dark", "Sombre"],
];

/** Everything that is set once: out of the way during an exchange. */
export function Settings({ session, name, isBusy, openCheck, openPhone, openShortcuts }: SettingsProps): ReactNode {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <Popover className="btn slim" label={t("Réglages")} button={t("Réglages")}>
      <div className={clsx("col", css.settings)}>
        <div>
          <b>{name}</b>
          <div className="small soft">{session}</div>
        </div>
        <button className="btn slim" disabled={isBusy} onClick={openCheck}>
          {t("Tester le casque…")}
        </button>
        <button className="btn slim" disabled={isBusy} onClick={openPhone}>
          {t("Mon téléphone…")}
        </button>
        <button className="btn slim" onClick={openShortcuts}>
          {t("Raccourcis clavier…")}
        </button>
        <Notifications />
        <label className="small">
          <span className="strong">{t("Apparence")}</span>
          <select
            className="field"
            value={theme}
            onChange={(event) => {
              const chosen = event.target.value as Theme;
              setTheme(chosen);
              applyTheme(chosen);
            }}
          >
            {THEMES.map(([id, words]) => (
              <option key={id} value={id}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
        <Language />
        {!isBusy && <Leave />}
      </div>
    </Popover>
  );
}

/** Only asked for at a click: browsers refuse who asks unasked. */
function Notifications(): ReactNode {
  const isThere = "Notification" in window;
  const [state, setState] = useState<NotificationPermission>(isThere ? Notification.permission : "denied");
  if (!isThere || state === "granted") return null;
  if (state === "denied")
    return (
      <p className="small soft">
        {t("Les notifications sont refusées dans ce navigateur : gardez cet onglet devant vous.")}
      </p>
    );
  return (
    <button className="btn slim" onClick={() => void Notification.requestPermission().then(setState)}>
      {t("Me prévenir quand l'onglet est caché")}
    </button>
  );
}

function Leave(): ReactNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button className="btn slim" onClick={() => setAsking(true)}>
        {t("Quitter ce poste…")}
      </button>
    );
  return (
    <div className="col" style={{ gap: 4 }}>
      <span className="small strong">{t("Il faudra un nouveau code pour revenir.")}</span>
      <div className="row">
        <button className="btn slim grow" onClick={() => setAsking(false)}>
          {t("Rester")}
        </button>
        <button
          className="btn slim stop grow"
          onClick={() => void client.POST("/api/candidate/sign-out").then(() => location.assign("/candidat"))}
        >
          {t("Quitter")}
        </button>
      </div>
    </div>
  );
}
