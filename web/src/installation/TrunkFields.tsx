/** What a telephone is told of an exchange, in the words of its administration pages. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import type { TrunkForm } from "../api/schema";
import { t } from "../i18n/t";
import { Field } from "../shared/Field";

interface FieldsProps {
  form: TrunkForm;
  change: (form: TrunkForm) => void;
  hasPassword: boolean;
  /** Empty: the one that is kept. */
  password: string;
  setPassword: (password: string) => void;
  /** Whether the kept one goes. */
  forgets: boolean;
  setForgets: (forgets: boolean) => void;
}

const USUAL_PORT = { udp: 5060, tcp: 5060, tls: 5061 } as const;

export function TrunkFields(props: FieldsProps): ReactNode {
  const { form, change, hasPassword, password, setPassword, forgets, setForgets } = props;
  const set = (part: Partial<TrunkForm>): void => change({ ...form, ...part });
  return (
    <>
      <Field
        label={t("Nom ou adresse")}
        value={form.registrar}
        maxLength={200}
        placeholder="pbx.centre.fr"
        onValue={(registrar) => set({ registrar })}
      />
      <label className="strong">
        {t("Transport")}
        <select
          className="field"
          value={form.transport}
          onChange={(event) => {
            const transport = transportOf(event.target.value);
            const isUsual = form.port === USUAL_PORT[form.transport];
            set({ transport, port: isUsual ? USUAL_PORT[transport] : form.port });
          }}
        >
          {["udp", "tcp"].map((one) => (
            <option key={one} value={one}>
              {one.toUpperCase()}
            </option>
          ))}
          <option value="tls">{t("TLS (chiffré)")}</option>
        </select>
      </label>
      <Field
        label={t("Port")}
        type="number"
        min={1}
        max={65535}
        required
        value={String(form.port)}
        onValue={(port) => set({ port: Number(port) })}
      />
      <Field
        label={t("Compte")}
        value={form.account}
        maxLength={200}
        autoComplete="off"
        onValue={(account) => set({ account })}
      />
      <Field
        label={t("Mot de passe du compte")}
        type="password"
        autoComplete="new-password"
        maxLength={200}
        placeholder={hasPassword && !forgets ? t("inchangé") : ""}
        value={password}
        onValue={setPassword}
      />
      {hasPassword && password === "" && (
        <label className="row strong">
          <input type="checkbox" checked={forgets} onChange={(event) => setForgets(event.target.checked)} />
          {t("Retirer le mot de passe gardé")}
        </label>
      )}
      <label className="strong">
        {t("Pour qui")}
        <select
          className="field"
          value={form.serves}
          onChange={(event) => set({ serves: servesOf(event.target.value) })}
        >
          <option value="everybody">{t("Équipe et candidats")}</option>
          <option value="candidates">{t("Candidats seulement")}</option>
          <option value="staff">{t("Équipe seulement")}</option>
        </select>
      </label>
      <details className={styles.whole}>
        <summary>{t("Moins courants")}</summary>
        <div className={styles.fields}>
          <Field
            label={t("Nom d'authentification")}
            hint={t("Vide : le compte.")}
            value={form.auth_user}
            maxLength={200}
            onValue={(auth_user) => set({ auth_user })}
          />
          <Field
            label={t("Domaine après le @")}
            hint={t("Vide : le nom du standard.")}
            value={form.domain}
            maxLength={200}
            onValue={(domain) => set({ domain })}
          />
          <Field
            label={t("Domaine d'authentification (realm)")}
            hint={t("Vide : celui que le standard annonce.")}
            value={form.realm}
            maxLength={200}
            onValue={(realm) => set({ realm })}
          />
          <Field
            label={t("Durée demandée (secondes)")}
            type="number"
            min={10}
            max={86400}
            required
            value={String(form.expires)}
            onValue={(expires) => set({ expires: Number(expires) })}
          />
          <label className="row strong">
            <input
              type="checkbox"
              checked={form.shows_number}
              onChange={(event) => set({ shows_number: event.target.checked })}
            />
            {t("Le numéro du client tient lieu d'appelant")}
          </label>
        </div>
      </details>
    </>
  );
}

function transportOf(value: string): TrunkForm["transport"] {
  return value === "tcp" || value === "tls" ? value : "udp";
}

function servesOf(value: string): TrunkForm["serves"] {
  return value === "candidates" || value === "staff" ? value : "everybody";
}
