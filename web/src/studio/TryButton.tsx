/** « Jouer tout de suite » : a practice seat on the draft as it is now, and the code that opens the candidate's. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { Try } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { useEdited } from "./useItem";

interface TryButtonProps {
  packId: string;
  exchange: string;
  nextFault: () => void;
}

export function TryButton({ packId, exchange, nextFault }: TryButtonProps): ReactNode {
  const { flush } = useEdited();
  const [isOpening, setOpening] = useState(false);
  const [problem, setProblem] = useState("");
  const [made, setMade] = useState<Try | null>(null);
  const play = async (): Promise<void> => {
    setProblem("");
    setOpening(true);
    const isKept = await flush();
    const { data, error } = isKept
      ? await client.POST("/api/staff/studio/{studio_id}/try", {
          params: { path: { studio_id: packId } },
          body: { exchange, candidate_name: t("Candidat d'essai") },
        })
      : { error: undefined };
    setOpening(false);
    if (data) {
      setMade(data);
      return;
    }
    setProblem(isKept ? wordsOf(error) : t("Ce qui est écrit n'est pas encore enregistré : réessayez."));
    nextFault();
  };
  return (
    <>
      {problem && (
        <span role="alert" className="small warn">
          {problem}
        </span>
      )}
      <button className="btn primary" disabled={isOpening} onClick={() => void play()}>
        <span aria-hidden="true">{"▶"}</span> {isOpening ? t("Ouverture du poste…") : t("Jouer tout de suite")}
      </button>
      {made && <Opened made={made} close={() => setMade(null)} />}
    </>
  );
}

function Opened({ made, close }: { made: Try; close: () => void }): ReactNode {
  return (
    <Dialog title={t("Le poste d'essai est ouvert")} width={520} close={close}>
      <p>
        {t("Le candidat ouvre {address} et tape ce code ; vous jouez le client.", {
          address: `${location.host}/candidat`,
        })}
      </p>
      <p className={css.code} aria-label={t("Code du candidat")}>
        {made.code}
      </p>
      <p className="small soft">
        {t("Seul ? Ouvrez le poste du candidat dans une fenêtre de plus, sur cet ordinateur ou un autre.")}
      </p>
      <div className="row wrap">
        <a className="btn primary" href={`/jury/candidat/${made.seat_id}`} target="_blank" rel="noreferrer">
          {t("Ouvrir mon poste de client")}
        </a>
        <a className="btn" href="/candidat" target="_blank" rel="noreferrer">
          {t("Ouvrir un poste de candidat")}
        </a>
        <button className="btn" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </Dialog>
  );
}
