/** One pack: what it is, where it comes from, who plays it; read again; taken away where nobody plays it. */

import styles from "./installation.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { PackOnShelf, PackReadView, SubjectHeld } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { PackOutcome } from "./PackFaults";

const ORIGIN = {
  shipped: "Livré avec Combiné",
  brought: "Apporté ici",
  documents: "Sujet en documents",
} as const;
const FORMAT = { title: "Titre professionnel", ccp1: "CCP 1", ccp2: "CCP 2" } as const;

export const PACK_WORDS = [...Object.values(ORIGIN), ...Object.values(FORMAT)];

export function PackCard({ pack, again }: { pack: PackOnShelf; again: () => void }): ReactNode {
  const [read, setRead] = useState<PackReadView | null>(null);
  const reading = server.useMutation("post", "/api/staff/installation/packs/{shelf}/{folder}/read", {
    onSuccess: setRead,
    onSettled: again,
  });
  const removing = server.useMutation("delete", "/api/staff/installation/packs/brought/{folder}", {
    onSettled: again,
  });
  const { origin, folder } = pack;
  const problem = wordsOf(reading.error) || wordsOf(removing.error);
  return (
    <li className={`card ${styles.part}`}>
      <div className={styles.head}>
        <h2>{pack.company}</h2>
        <span className={`pill ${pack.is_under_seal ? "hold" : ""}`}>
          {pack.is_under_seal ? t("Sous scellés") : t(ORIGIN[origin])}
        </span>
        {origin === "documents" ? (
          <a className="btn slim" href={`/sujets/${pack.pack_id}`}>
            {t("Ouvrir")}
          </a>
        ) : (
          <button
            className="btn slim"
            disabled={reading.isPending || pack.is_under_seal}
            aria-label={t("Vérifier {name}", { name: pack.company })}
            onClick={() => reading.mutate({ params: { path: { shelf: origin, folder } } })}
          >
            {reading.isPending ? t("Lecture…") : t("Vérifier")}
          </button>
        )}
        {origin === "brought" && !pack.why_kept && (
          <AskTwice
            question={t("Supprimer « {name} » du serveur ?", { name: pack.company })}
            yes={t("Oui, supprimer")}
            act={() => removing.mutate({ params: { path: { folder } } })}
          >
            {t("Supprimer…")}
          </AskTwice>
        )}
      </div>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      {read && <PackOutcome read={read} />}
      <p className="small soft">
        {[
          t("version {version}", { version: pack.version }),
          plural(pack.customers, "{n} client", "{n} clients"),
          plural(pack.products, "{n} produit", "{n} produits"),
          plural(pack.procedures, "{n} procédure", "{n} procédures"),
          pack.case_studies > 0 && plural(pack.case_studies, "{n} étude de cas", "{n} études de cas"),
          pack.voices > 0 && plural(pack.voices, "{n} séquence enregistrée", "{n} séquences enregistrées"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {pack.stands_for_shipped && (
        <p className="small">{t("Il remplace celui du même nom livré avec Combiné ; supprimé, celui-ci revient.")}</p>
      )}
      <details>
        <summary>{plural(pack.subjects.length, "{n} sujet", "{n} sujets")}</summary>
        <ul className="small">
          {pack.subjects.map((one) => (
            <li key={one.title}>{subjectWords(one)}</li>
          ))}
        </ul>
      </details>
      {pack.played_by.length > 0 && (
        <p className="small">
          {plural(
            pack.played_by.length,
            "{n} séance ouverte le joue : {names}",
            "{n} séances ouvertes le jouent : {names}",
            {
              names: pack.played_by.slice(0, 5).join(", ") + (pack.played_by.length > 5 ? "…" : ""),
            },
          )}
        </p>
      )}
    </li>
  );
}

function subjectWords(subject: SubjectHeld): string {
  const format = subject.exam_format ? t(FORMAT[subject.exam_format]) : t("Entraînement");
  return `${subject.title} · ${format} · ${plural(subject.exchanges, "{n} échange", "{n} échanges")}`;
}
