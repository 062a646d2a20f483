/** The final interview: the dossier professionnel as pictures of its pages, beside the guide and one's own notes. */

import styles from "./interview.module.css";

import { type ReactNode, useState } from "react";

import { problemOf, server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Guide } from "./Guide";
import type { Verdicts } from "./useVerdicts";

const KIND = "professional_file";

export function FinalInterview({ seatId, verdicts }: { seatId: string; verdicts: Verdicts }): ReactNode {
  return (
    <div className={styles.two}>
      <Dossier seatId={seatId} />
      <Guide seatId={seatId} part="final" verdicts={verdicts} />
    </div>
  );
}

function Dossier({ seatId }: { seatId: string }): ReactNode {
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/candidate-documents/{seat_id}/{document_kind}/pages",
    { params: { path: { seat_id: seatId, document_kind: KIND } } },
    { retry: false },
  );
  const [page, setPage] = useState(1);
  const [isMissing, setMissing] = useState(false);
  const turn = (to: number): void => {
    if (!data || to < 1 || to > data.pages) return;
    setMissing(false);
    setPage(to);
  };
  if (error)
    return (
      <section className={`card ${styles.act}`} aria-labelledby="dossier">
        <h2 id="dossier">{t("Dossier professionnel")}</h2>
        <p role="alert">
          {problemOf(error)?.code === "not_found"
            ? t("Aucun dossier professionnel n'est joint pour ce candidat. Le responsable de session peut l'ajouter.")
            : wordsOf(error)}
        </p>
        <p>
          <button className="btn" onClick={() => void refetch()}>
            {t("Réessayer")}
          </button>
        </p>
      </section>
    );
  const at = `/api/staff/candidate-documents/${seatId}/${KIND}`;
  const picture = (number: number): string => `${at}/pages/${number}.jpg?d=${data?.document_id ?? ""}`;
  return (
    <section className={`card ${styles.dossier}`} aria-labelledby="dossier">
      <div className={styles.guideHead}>
        <h2 id="dossier">{t("Dossier professionnel")}</h2>
        {data && (
          <div className="row" role="group" aria-label={t("Pages du dossier")}>
            <button className="btn slim" disabled={page === 1} onClick={() => turn(page - 1)}>
              {t("Précédente")}
            </button>
            <label className="num">
              <span className="sr">{t("Page")}</span>
              <input
                className={`field ${styles.pageNumber}`}
                type="number"
                min={1}
                max={data.pages}
                value={page}
                onChange={(event) => turn(event.target.valueAsNumber)}
              />
            </label>
            <span className="num">{t("sur {n}", { n: data.pages })}</span>
            <button className="btn slim" disabled={page === data.pages} onClick={() => turn(page + 1)}>
              {t("Suivante")}
            </button>
          </div>
        )}
      </div>
      {isMissing && (
        <p className="banner bad" role="alert">
          {t("Cette page ne s'affiche pas. Passez à la suivante, ou téléchargez le dossier.")}
        </p>
      )}
      {data && (
        // A page is scrolled by keyboard as by wheel.

        <div className={styles.paper} tabIndex={0} role="region" aria-label={t("Page {n}", { n: page })}>
          <img
            key={page}
            src={picture(page)}
            alt={t("Page {n} du dossier professionnel, en image", { n: page })}
            onError={() => setMissing(true)}
          />
        </div>
      )}
      {data && page < data.pages && <link rel="prefetch" as="image" href={picture(page + 1)} />}
      <p className="small soft">
        <a className="link" href={at}>
          {t("Télécharger le dossier")}
        </a>
        {` · ${t("affiché en images : rien de ce fichier ne s'exécute ici")}`}
      </p>
    </section>
  );
}
