import styles from "./casestudy.module.css";

import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { WrittenHead, WrittenText } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { timeOfDay } from "../shared/time";
import { plain, type Prose } from "./prose";

interface PartedProps {
  other: WrittenHead;
  keepMine: () => void;
  takeOver: (document: Prose) => void;
}

/** The same text was written elsewhere at the same time: both are kept, and the candidate says which goes on. */
export function Parted({ other, keepMine, takeOver }: PartedProps): ReactNode {
  const [shown, setShown] = useState<WrittenText | null>(null);
  const [problem, setProblem] = useState("");
  const show = async (): Promise<void> => {
    const { data, error } = await client.GET("/api/candidate/productions/{written}/versions/{number}", {
      params: { path: { written: other.written, number: other.number } },
    });
    if (data) setShown(data);
    setProblem(wordsOf(error));
  };
  return (
    <div className={styles.parted} role="alert">
      <span>
        {t("Ce texte a aussi été écrit dans un autre onglet ou à un autre poste, à {time}. Rien n'est perdu.", {
          time: other.saved_at ? timeOfDay(other.saved_at) : "…",
        })}
      </span>
      <button className="btn slim" onClick={() => void show()}>
        {t("Voir l'autre texte")}
      </button>
      <button className="btn slim" onClick={keepMine}>
        {t("Garder celui-ci")}
      </button>
      {problem && <span className="warn">{problem}</span>}
      {shown && (
        <Dialog title={t("L'autre texte")} close={() => setShown(null)} width={640}>
          <p className="soft">{plural(shown.words, "{n} mot", "{n} mots")}</p>
          <div className={styles.otherText}>{plain(shown.document)}</div>
          <div className="row">
            <button
              className="btn primary"
              onClick={() => {
                takeOver(shown.document);
                setShown(null);
              }}
            >
              {t("Reprendre ce texte")}
            </button>
            <button className="btn" onClick={() => setShown(null)}>
              {t("Fermer")}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
