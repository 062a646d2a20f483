/** A pack's folder in a ZIP: sent, read beside, installed where it has no error. */

import styles from "./installation.module.css";

import { type ReactNode, useRef, useState } from "react";

import type { PackReadView } from "../api/schema";
import { t } from "../i18n/t";
import { sendFile } from "../timetable/sendFile";
import { PackOutcome } from "./PackFaults";

const LARGEST = 32 * 1024 * 1024;

interface BringProps {
  root: string;
  mayBring: boolean;
  again: () => void;
}

export function BringPack({ root, mayBring, again }: BringProps): ReactNode {
  const [sent, setSent] = useState<File | null>(null);
  const [isSending, setSending] = useState(false);
  const [read, setRead] = useState<PackReadView | null>(null);
  const [problem, setProblem] = useState<{ code: string; words: string } | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const send = async (file: File | null | undefined, mayReplace = false): Promise<void> => {
    if (!file) return;
    setSent(file);
    setSending(true);
    setRead(null);
    setProblem(null);
    const path = `/api/staff/installation/packs?replace=${String(mayReplace)}`;
    const answer = await sendFile<PackReadView>("POST", path, file, LARGEST, SECONDS);
    setSending(false);
    if (answer.ok) setRead(answer.data);
    else setProblem({ code: answer.problem.code, words: `${answer.problem.message} ${answer.problem.remedy}` });
    again();
  };
  return (
    <section className={`card ${styles.part}`} aria-labelledby="apporter">
      <div className={styles.head}>
        <h2 id="apporter">{t("Apporter un scénario")}</h2>
        {mayBring && (
          <>
            <button className="btn" disabled={isSending} onClick={() => picker.current?.click()}>
              {isSending ? t("Lecture du scénario…") : t("Choisir une archive ZIP…")}
            </button>
            <input
              ref={picker}
              hidden
              type="file"
              aria-label={t("Archive ZIP d'un scénario")}
              accept=".zip,application/zip"
              onChange={(event) => {
                void send(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
          </>
        )}
      </div>
      <p className="small soft">
        {mayBring
          ? t(
              "Le dossier d'un scénario (company.yaml, customers, subjects…), compressé : 32 Mo au plus. Il est vérifié d'abord ; les séances déjà créées gardent leur copie.",
            )
          : t(
              "Combiné ne peut pas écrire dans « {root} » : posez-y le dossier du scénario depuis le serveur, puis rechargez cette page.",
              { root },
            )}
      </p>
      {problem && (
        <div className="row wrap">
          <p role="alert" className={styles.fault}>
            {problem.words}
          </p>
          {problem.code === "pack_is_there" && (
            <button className="btn slim" disabled={isSending} onClick={() => void send(sent, true)}>
              {t("Remplacer par cette version")}
            </button>
          )}
        </div>
      )}
      {read && <PackOutcome read={read} />}
      {mayBring && <p className={`small soft ${styles.path}`}>{t("Installés dans {root}", { root })}</p>}
    </section>
  );
}

/** A pack of many files is read behind everything else that the server does. */
const SECONDS = 120;
