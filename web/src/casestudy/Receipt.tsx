/** The end: what was handed in, when, and a short code to copy. Nothing had to be pressed. */

import styles from "./casestudy.module.css";

import { type ReactNode, useState } from "react";

import type { CaseStudyView, Receipt as Sealed } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { NAMES } from "./names";
import type { WrittenId } from "./useCaseStudy";

export interface Late {
  written: WrittenId;
  sentences: number;
}

/** How it ended: at its time, before it, or with the whole session. */
export type Closing = "time" | "early" | "session";

interface ReceiptProps {
  desk: CaseStudyView;
  receipt: Sealed;
  /** What this page has and the server had not when it was handed in, text by text. */
  late: Late[];
  closed?: Closing;
}

export function Receipt({ desk, receipt, late, closed = "time" }: ReceiptProps): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(receipt.code);
      setCopied(true);
    } catch {
      // Plain http has no clipboard: the code is selected, Ctrl + C does the rest.
      const code = document.getElementById("receipt-code");
      if (code) window.getSelection()?.selectAllChildren(code);
    }
  };
  return (
    <main className={styles.receipt}>
      <section className="card">
        <h1>{t("Étude de cas remise à {time}", { time: timeOfDay(receipt.sealed_at) })}</h1>
        {closed === "session" && (
          <p role="status">{t("La séance est close : l'épreuve s'est arrêtée là pour tous.")}</p>
        )}
        {closed === "early" && <p role="status">{t("L'épreuve a été close avant l'heure prévue.")}</p>}
        <p>{t("Vos productions sont scellées. Voici votre code de remise : notez-le.")}</p>
        <p className={styles.code}>
          <output id="receipt-code" className="num">
            {receipt.code}
          </output>
          <button className="btn primary" onClick={() => void copy()}>
            {copied ? t("Code copié") : t("Copier le code")}
          </button>
        </p>
        <ul className={styles.points}>
          {receipt.texts.map((text) => (
            <li key={text.written}>
              <b>{t(NAMES[text.written])}</b>
              {t(" : ")}
              {text.words > 0
                ? plural(text.words, "{n} mot remis", "{n} mots remis")
                : t("remis vide, rien n'y était écrit")}
            </li>
          ))}
        </ul>
        <NotHandedIn late={late} />
        <p className="soft">{`${desk.candidate_name} · ${desk.desk_name || desk.seat_label}`}</p>
        <p className="soft small">
          {t("Empreinte complète (SHA-256) :")} <span className={styles.digest}>{receipt.sha256}</span>
        </p>
        <p>{t("Attendez les consignes du surveillant.")}</p>
      </section>
    </main>
  );
}

/** Which words are not in it, and of which text. */
export function NotHandedIn({ late, words }: { late: Late[]; words?: string }): ReactNode {
  const some = late.filter((one) => one.sentences > 0);
  if (some.length === 0) return null;
  return (
    <div role="alert" className={styles.late}>
      <p>
        {words ??
          t(
            "Ces phrases n'étaient pas arrivées au serveur à la fin et ne sont pas remises. Elles restent sur cet ordinateur : prévenez le surveillant.",
          )}
      </p>
      <ul>
        {some.map((one) => (
          <li key={one.written}>
            {`${t(NAMES[one.written])}${t(" : ")}${plural(one.sentences, "{n} phrase", "{n} phrases")}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
