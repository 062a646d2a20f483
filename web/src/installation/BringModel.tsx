/** A model brought in a ZIP, piece by piece, or fetched from the public hub. */

import styles from "./installation.module.css";

import { type ReactNode, useRef, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { ReceivedView } from "../api/schema";
import { t } from "../i18n/t";
import { sendFile } from "../timetable/sendFile";

const PIECE = 4 * 1024 * 1024;
const SIZES = ["small", "medium", "large-v3"];

interface BringProps {
  /** Where it goes; empty: nowhere. */
  brings: string;
  isBusy: boolean;
  again: () => void;
}

export function BringModel({ brings, isBusy, again }: BringProps): ReactNode {
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState("");
  const [size, setSize] = useState("small");
  const picker = useRef<HTMLInputElement>(null);
  const fetching = server.useMutation("post", "/api/staff/installation/models/work", { onSettled: again });
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem("");
    for (let at = 0; at < file.size; at += PIECE) {
      setSent(Math.round((100 * at) / file.size));
      const path = `/api/staff/installation/models/pieces?offset=${String(at)}&size=${String(file.size)}&name=${encodeURIComponent(file.name.slice(-120))}`;
      const piece = new File([file.slice(at, at + PIECE)], file.name);
      const answer = await sendFile<ReceivedView>("POST", path, piece, PIECE);
      if (!answer.ok) {
        setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
        break;
      }
    }
    setSent(null);
    again();
  };
  if (!brings)
    return (
      <section className={`card ${styles.part}`} aria-labelledby="apporter">
        <h2 id="apporter">{t("Apporter un modèle")}</h2>
        <p>{t("Combiné ne peut pas écrire dans ce dossier : rendez-le à son compte, ou changez COMBINE_MODELS.")}</p>
      </section>
    );
  return (
    <section className={`card ${styles.part}`} aria-labelledby="apporter">
      <div className={styles.head}>
        <h2 id="apporter">{t("Apporter un modèle")}</h2>
        <button className="btn" disabled={isBusy || sent !== null} onClick={() => picker.current?.click()}>
          {sent === null ? t("Choisir une archive ZIP…") : t("Envoi : {n} %", { n: sent })}
        </button>
        <input
          ref={picker}
          hidden
          type="file"
          aria-label={t("Archive ZIP d'un modèle")}
          accept=".zip,application/zip"
          onChange={(event) => {
            void send(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      <p className="small soft">
        {t(
          "Sans Internet : prenez l'archive sur une clé. Un modèle Whisper (CTranslate2 : model.bin, config.json…) ou Vosk, tel qu'il se télécharge, ou le dossier d'un autre serveur Combiné, compressé.",
        )}
      </p>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      <div className="row wrap">
        <label className="small strong">
          {t("Avec Internet, un Whisper plus grand")}
          <select className="field" value={size} onChange={(event) => setSize(event.target.value)}>
            {SIZES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <button
          className="btn slim"
          style={{ alignSelf: "flex-end" }}
          disabled={isBusy || fetching.isPending}
          onClick={() => fetching.mutate({ body: { what: "fetch", size } })}
        >
          {t("Télécharger")}
        </button>
      </div>
      {fetching.error !== null && (
        <p role="alert" className={styles.fault}>
          {wordsOf(fetching.error)}
        </p>
      )}
    </section>
  );
}
