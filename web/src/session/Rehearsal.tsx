/** What marks a rehearsal among real sessions, and takes it away whole. */

import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";

import { client, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";

export function Rehearsal({ sessionId }: { sessionId: string }): ReactNode {
  const [problem, setProblem] = useState("");
  const navigate = useNavigate();
  const remove = async (): Promise<void> => {
    const params = { path: { session_id: sessionId } };
    const { error } = await client.DELETE("/api/staff/rehearsals/{session_id}", { params });
    if (error) setProblem(wordsOf(error));
    else void navigate("/sessions");
  };
  return (
    <div className="banner row wrap" role="note">
      <span className="grow">
        <b>{t("Répétition")}</b>
        {" · "}
        {t("Jouée par des personnes d'essai : rien ici n'est celui d'un candidat. Elle s'efface tout entière.")}
      </span>
      <AskTwice
        question={t("Séance, comptes, enregistrements et archives de la répétition sont effacés.")}
        yes={t("Oui, supprimer")}
        act={() => void remove()}
      >
        {t("Supprimer la répétition…")}
      </AskTwice>
      {problem && <span role="alert">{problem}</span>}
    </div>
  );
}
