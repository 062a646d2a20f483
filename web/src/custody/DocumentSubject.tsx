/** A subject that arrived on the same morning: prepared in documents, it takes the place of the session's. */

import style from "./custody.module.css";

import { type ReactNode, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import type { OpeningView } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";

export function DocumentSubject({ opening, changed }: { opening: OpeningView; changed: () => void }): ReactNode {
  const { data: subjects = [] } = server.useQuery("get", "/api/staff/document-subjects");
  const ready = subjects.filter((one) => one.faults === 0);
  const [chosen, setChosen] = useState("");
  const [words, setWords] = useState("");
  const subject = ready.find((one) => one.id === chosen) ?? ready[0];
  const play = async (id: string): Promise<void> => {
    const params = { path: { session_id: opening.session_id } };
    const { error } = await client.PUT("/api/staff/exam-days/{session_id}/opening/subject", {
      params,
      body: { pack_id: id },
    });
    setWords(wordsOf(error));
    changed();
  };
  if (opening.is_sealed) return null;
  return (
    <section className={`card ${style.small}`} aria-labelledby="document-subject">
      <h3 id="document-subject">{t("Sujet reçu en documents")}</h3>
      <p className="small">
        {t("Arrivé ce matin, sur papier ou en fichiers : préparez-le, puis choisissez-le ici avant d'ouvrir les plis.")}
      </p>
      {subject && (
        <>
          <label className="small strong">
            {t("Sujet prêt")}
            <select className="field" value={subject.id} onChange={(event) => setChosen(event.target.value)}>
              {ready.map((one) => (
                <option key={one.id} value={one.id}>{`${one.company} · ${one.title}`}</option>
              ))}
            </select>
          </label>
          <AskTwice
            question={t("Tous les candidats de la session joueront ce sujet, à la place du précédent.")}
            yes={t("Jouer ce sujet")}
            act={() => void play(subject.id)}
          >
            {t("Jouer ce sujet…")}
          </AskTwice>
        </>
      )}
      <a className="btn slim" href="/sujets">
        {t("Préparer un sujet en documents")}
      </a>
      {words && <p role="alert">{words}</p>}
    </section>
  );
}
