/** What rings for a call: the page, the telephone, or both; everywhere, or in one session. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { PhoneAccount, PhoneState } from "../api/schema";
import { t } from "../i18n/t";
import type { MyPhone, Rings as Device } from "./useMyPhone";

const CHOICES: [Device, string, string][] = [
  ["browser", "Le navigateur", "La page sonne et répond, avec le casque de ce poste."],
  ["phone", "Le téléphone", "Lui seul sonne ; l'écran garde la fiche et les commandes."],
  ["both", "Les deux", "Le premier qui décroche a l'appel, l'autre cesse de sonner."],
];

/** Every sentence of this table. */
export const RINGS_WORDS = CHOICES.flatMap(([, name, words]) => [name, words]);

function nameOf(device: Device): string {
  return t(CHOICES.find(([id]) => id === device)?.[1] ?? "");
}

export function Rings({
  account,
  state,
  phone,
}: {
  account: PhoneAccount;
  state: PhoneState;
  phone: MyPhone;
}): ReactNode {
  return (
    <section className="card col" style={{ gap: 10 }} aria-labelledby="rings-title">
      <h2 id="rings-title">{t("Ce qui sonne quand un appel arrive")}</h2>
      <fieldset className={css.rings}>
        <legend className="sr">{t("Ce qui sonne quand un appel arrive")}</legend>
        {CHOICES.map(([id, name, words]) => (
          <label key={id} className={clsx(css.ringChoice, account.rings === id && css.chosen)}>
            <input type="radio" name="rings" checked={account.rings === id} onChange={() => phone.choose(id)} />
            <b>{t(name)}</b>
            <span className="small soft">{t(words)}</span>
          </label>
        ))}
      </fieldset>
      {account.rings !== "browser" && state.phones.length === 0 && (
        <p className="small soft">{t("Sans téléphone enregistré, le navigateur sonne à sa place.")}</p>
      )}
      {account.sessions.length > 0 && (
        <div className={clsx("col", css.sessionChoices)}>
          <span className="label">{t("Autrement pour une séance")}</span>
          {account.sessions.map((session) => (
            <label key={session.session_id} className="row between small">
              <span>{`${session.kind === "exam" ? t("Examen") : t("Entraînement")} · ${session.title}`}</span>
              <select
                className="field"
                value={session.rings ?? ""}
                onChange={(event) => phone.choose((event.target.value || null) as Device | null, session.session_id)}
              >
                <option value="">{t("Comme ci-dessus ({what})", { what: nameOf(account.rings).toLowerCase() })}</option>
                {CHOICES.map(([id, name]) => (
                  <option key={id} value={id}>
                    {t(name)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
    </section>
  );
}
