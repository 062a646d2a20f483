/** The models of transcription that are here; what is being done with them, and how far it is. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import { server, wordsOf } from "../api/client";
import type { ModelsView, ModelView, ProgressView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { isAtWork } from "./ModelsPage";

const WORK = {
  prepare: "Préparation du modèle",
  fetch: "Téléchargement",
  unpack: "Archive dépliée et vérifiée",
  verify: "Vérification des empreintes",
  compare: "Mesure sur cette machine",
} as const;

export const WORK_WORDS = Object.values(WORK);

export function ModelRows({ models, again }: { models: ModelsView; again: () => void }): ReactNode {
  const working = server.useMutation("post", "/api/staff/installation/models/work", { onSettled: again });
  const choosing = server.useMutation("put", "/api/staff/installation/models/chosen", { onSettled: again });
  const removing = server.useMutation("delete", "/api/staff/installation/models/{model_name}", { onSettled: again });
  const isBusy = isAtWork(models.progress) || working.isPending;
  const problem = wordsOf(working.error) || wordsOf(choosing.error) || wordsOf(removing.error);
  return (
    <section className={`card ${styles.part}`} aria-labelledby="modeles">
      <div className={styles.head}>
        <h2 id="modeles">{t("Modèles de transcription")}</h2>
        {models.can_prepare && (
          <button
            className="btn primary"
            disabled={isBusy}
            onClick={() => working.mutate({ body: { what: "prepare", size: "" } })}
          >
            {t("Préparer")}
          </button>
        )}
        {models.models.length > 0 && (
          <button
            className="btn slim"
            disabled={isBusy}
            onClick={() => working.mutate({ body: { what: "verify", size: "" } })}
          >
            {t("Vérifier")}
          </button>
        )}
        {models.can_compare && (
          <button
            className="btn slim"
            disabled={isBusy}
            onClick={() => working.mutate({ body: { what: "compare", size: "" } })}
          >
            {t("Mesurer et choisir le meilleur")}
          </button>
        )}
      </div>
      {models.progress && <Progress progress={models.progress} />}
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      {models.models.length === 0 && <p className="soft">{t("Aucun modèle encore.")}</p>}
      <ul className={`plain-list ${styles.list}`}>
        {models.models.map((one) => (
          <li key={one.name} className={styles.model}>
            <div>
              <b>{one.name}</b> {one.is_chosen && <span className="pill live">{t("En service")}</span>}
              <p className="small soft">{measuresOf(one)}</p>
            </div>
            <span className="row wrap">
              {one.kind === "whisper" && !one.is_chosen && (
                <button
                  className="btn slim"
                  disabled={isBusy}
                  aria-label={t("Choisir {name}", { name: one.name })}
                  onClick={() => choosing.mutate({ body: { name: one.name } })}
                >
                  {t("Choisir")}
                </button>
              )}
              {/* Damaged, the one that serves may go, too: the server looks, and says. */}
              <AskTwice
                question={t("Supprimer ce modèle du serveur ?")}
                yes={t("Oui, supprimer")}
                disabled={isBusy}
                act={() => removing.mutate({ params: { path: { model_name: one.name } } })}
              >
                {t("Supprimer…")}
              </AskTwice>
            </span>
          </li>
        ))}
      </ul>
      <p className={`small soft ${styles.path}`}>{t("Rangés dans {folder}", { folder: models.folder })}</p>
      <p className="small soft">{t("Un changement sert au prochain démarrage de Combiné.")}</p>
    </section>
  );
}

function measuresOf(model: ModelView): string {
  const words = [t("{n} Mo sur le disque", { n: model.megabytes })];
  if (model.factor !== null && model.memory !== null) {
    const factor = model.factor.toLocaleString("fr-FR", { maximumFractionDigits: 2 });
    words.push(t("{n} Mo de mémoire", { n: model.memory }), t("{n} s de calcul par seconde de parole", { n: factor }));
  }
  return words.join(" · ");
}

function Progress({ progress }: { progress: ProgressView }): ReactNode {
  const { done, of, said, result, problem } = progress;
  return (
    <div className="col" style={{ gap: 4 }}>
      <p role="status">
        <b>{t(WORK[progress.what])}</b> {!result && !problem && (said || t("en cours…"))}
        {of > 0 && !result && !problem && ` (${plural(of, "{done} sur {n}", "{done} sur {n}", { done })})`}
      </p>
      {result && <p>{result}</p>}
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
    </div>
  );
}
