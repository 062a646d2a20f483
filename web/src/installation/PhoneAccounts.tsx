/** Everybody's telephone account: what rings, their telephone at the exchange, what is registered, another password. */

import styles from "./installation.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { AccountLine, PhonesView } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { WideTable } from "../shared/WideTable";

export function PhoneAccounts({ phones, again }: { phones: PhonesView; again: () => void }): ReactNode {
  const [problem, setProblem] = useState("");
  const told = { onError: (error: unknown) => setProblem(wordsOf(error)), onSettled: again };
  const adding = server.useMutation("post", "/api/staff/installation/telephones/accounts", told);
  const changing = server.useMutation("put", "/api/staff/installation/telephones/accounts/{account}", told);
  const renewing = server.useMutation("post", "/api/staff/installation/telephones/accounts/{account}/password", told);
  const [chosen, setChosen] = useState("");
  return (
    <section className={`card ${styles.part}`} aria-labelledby="comptes">
      <div className={styles.head}>
        <h2 id="comptes">{t("Comptes des téléphones")}</h2>
      </div>
      <p className="small soft">
        {t(
          "Chacun trouve son mot de passe et son code QR dans « Mon téléphone ». Un candidat a un compte tant que sa séance est ouverte.",
        )}
      </p>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      {phones.accounts.length > 0 && (
        <WideTable label={t("Liste des comptes")}>
          <table className="list">
            <thead>
              <tr>
                <th>{t("Nom")}</th>
                <th>{t("Compte")}</th>
                <th>{t("Enregistré")}</th>
                <th>{t("Ce qui sonne")}</th>
                <th>{t("Poste au standard")}</th>
                <th>{t("Mot de passe")}</th>
              </tr>
            </thead>
            <tbody>
              {phones.accounts.map((one) => (
                <Row
                  key={one.account}
                  line={one}
                  change={(body) => {
                    setProblem("");
                    changing.mutate({ params: { path: { account: one.account } }, body });
                  }}
                  renew={() => renewing.mutate({ params: { path: { account: one.account } } })}
                />
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      {phones.without.length > 0 && (
        <form
          className="row wrap"
          onSubmit={(event) => {
            event.preventDefault();
            const personId = chosen || phones.without[0]?.person_id;
            if (personId) adding.mutate({ body: { person_id: personId } });
            setChosen("");
          }}
        >
          <label className="small strong">
            {t("Ouvrir un compte pour")}
            <select className="field" value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {phones.without.map((one) => (
                <option key={one.person_id} value={one.person_id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <button className="btn slim" style={{ alignSelf: "flex-end" }} disabled={adding.isPending}>
            {t("Ouvrir le compte")}
          </button>
        </form>
      )}
    </section>
  );
}

interface RowProps {
  line: AccountLine;
  change: (body: { rings?: AccountLine["rings"]; extension?: string }) => void;
  renew: () => void;
}

function Row({ line, change, renew }: RowProps): ReactNode {
  const [extension, setExtension] = useState<string | null>(null);
  const { name } = line;
  return (
    <tr>
      <td className="strong">{name}</td>
      <td className="num">{line.account}</td>
      <td>{line.registered.length > 0 ? line.registered.join(", ") : <span className="soft">{t("non")}</span>}</td>
      <td>
        <select
          className="field"
          aria-label={t("Ce qui sonne pour {name}", { name })}
          value={line.rings}
          onChange={(event) => change({ rings: ringsOf(event.target.value) })}
        >
          <option value="both">{t("Navigateur et téléphone")}</option>
          <option value="browser">{t("Navigateur")}</option>
          <option value="phone">{t("Téléphone")}</option>
        </select>
      </td>
      <td>
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (extension !== null) change({ extension });
            setExtension(null);
          }}
        >
          <input
            className="field"
            style={{ width: 110 }}
            aria-label={t("Poste au standard de {name}", { name })}
            maxLength={30}
            value={extension ?? line.extension}
            onChange={(event) => setExtension(event.target.value)}
          />
          {extension !== null && extension !== line.extension && <button className="btn slim">{t("Garder")}</button>}
        </form>
      </td>
      <td>
        <AskTwice question={t("Ses téléphones seront déconnectés.")} yes={t("Changer")} act={renew}>
          {t("Nouveau mot de passe…")}
        </AskTwice>
      </td>
    </tr>
  );
}

function ringsOf(value: string): AccountLine["rings"] {
  return value === "browser" || value === "phone" ? value : "both";
}
