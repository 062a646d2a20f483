/** Where the centre's own exchange is joined: the telephone there that is one's own. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import { type SyntheticEvent, type ReactNode, useState } from "react";

import type { PhoneAccount } from "../api/schema";
import { t } from "../i18n/t";
import type { Door, MyPhone } from "./useMyPhone";

export function Extension({ account, phone, door }: { account: PhoneAccount; phone: MyPhone; door: Door }): ReactNode {
  const [typed, setTyped] = useState(account.extension);
  const [isSaved, setSaved] = useState(false);
  if (!account.has_trunk || (door === "candidate" && !account.extension)) return null;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    phone.setExtension(typed, () => setSaved(true));
  };
  return (
    <section className="card col" style={{ gap: 8 }} aria-labelledby="extension-title">
      <h2 id="extension-title">{t("Numéro au standard")}</h2>
      <p className="small soft">{t("Les appels de Combiné sonnent aussi sur ce poste du centre.")}</p>
      {door === "candidate" ? (
        <p className="small">{t("Poste {number} : indiqué par le formateur.", { number: account.extension })}</p>
      ) : (
        <>
          <form className="row" onSubmit={save}>
            <input
              className={clsx("field num", css.extension)}
              inputMode="tel"
              maxLength={20}
              autoComplete="off"
              aria-labelledby="extension-title"
              aria-describedby="extension-note"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setSaved(false);
              }}
            />
            <button className="btn" disabled={typed.trim() === account.extension}>
              {t("Enregistrer")}
            </button>
            {isSaved && (
              <span className="small good" role="status">
                {t("Numéro enregistré ✓")}
              </span>
            )}
          </form>
          <p id="extension-note" className="small soft">
            {t("Laissez vide pour ne faire sonner aucun poste du centre.")}
          </p>
        </>
      )}
    </section>
  );
}
