/** The centre as convocations and minutes name it: written here, unless the configuration does. */

import styles from "./installation.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { Centre } from "../api/schema";
import { t } from "../i18n/t";

const HERE = "/api/staff/installation/centre";

export function CentreCard(): ReactNode {
  const { data: shown, refetch } = server.useQuery("get", HERE);
  const [draft, setDraft] = useState<Centre | null>(null);
  const saving = server.useMutation("put", HERE, {
    onSuccess: () => setDraft(null),
    onSettled: () => void refetch(),
  });
  if (!shown) return null;
  const { name, address, telephone, is_set_elsewhere, version } = shown;
  const centre = draft ?? { name, address, telephone };
  const change = (more: Partial<Centre>): void => {
    saving.reset();
    setDraft({ ...centre, ...more });
  };
  const problem = wordsOf(saving.error);
  return (
    <section className={`card ${styles.part}`} aria-labelledby="centre">
      <h2 id="centre">{t("Le centre")}</h2>
      <p className="small soft">
        {is_set_elsewhere
          ? t("Réglé dans la configuration du serveur (COMBINE_CENTRE_…), qui passe avant cette page.")
          : t("Tel qu'il s'imprime sur les convocations, les feuilles d'émargement et le procès-verbal.")}
      </p>
      <form
        className="col"
        style={{ gap: 10 }}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate({ body: { centre, version } });
        }}
      >
        <fieldset className={styles.fields} disabled={is_set_elsewhere || saving.isPending}>
          <legend className="sr">{t("Le centre")}</legend>
          <label className={`small strong ${styles.whole}`}>
            {t("Nom")}
            <input
              className="field"
              value={centre.name}
              maxLength={120}
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <label className={`small strong ${styles.whole}`}>
            {t("Adresse")}
            <textarea
              className="field"
              rows={3}
              value={centre.address}
              maxLength={300}
              onChange={(event) => change({ address: event.target.value })}
            />
          </label>
          <label className={`small strong ${styles.whole}`}>
            {t("Téléphone")}
            <input
              className="field"
              value={centre.telephone}
              maxLength={40}
              onChange={(event) => change({ telephone: event.target.value })}
            />
          </label>
        </fieldset>
        {problem && (
          <p role="alert" className={styles.fault}>
            {problem}
          </p>
        )}
        {!is_set_elsewhere && (
          <div className="row">
            <button className="btn" disabled={draft === null || saving.isPending}>
              {t("Enregistrer")}
            </button>
            <span className="small soft" role="status">
              {saving.isSuccess ? t("Enregistré.") : ""}
            </span>
          </div>
        )}
      </form>
    </section>
  );
}
