/** The whole session was closed: said in words, with what was handed in. The server answers this seat no more. */

import styles from "./casestudy.module.css";

import type { ReactNode } from "react";

import type { CaseStudyNow, CaseStudyView, PhaseReceipt } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { NAMES } from "./names";
import { type Late, NotHandedIn, Receipt } from "./Receipt";
import type { Writers } from "./useCaseStudy";
import { useLate } from "./useLate";

interface SessionClosedProps {
  desk: CaseStudyView;
  now: CaseStudyNow;
  writers: Writers | null;
  /** None where the closing came before any word of a seal. */
  receipt: PhaseReceipt | undefined;
}

const NONE: Writers = new Map();

export function SessionClosed({ desk, now, writers, receipt }: SessionClosedProps): ReactNode {
  const late = useLate(writers ?? NONE);
  const texts = now.heads.filter((head) => desk.produces.some((produced) => produced === head.written));
  if (receipt) return <Receipt desk={desk} receipt={{ ...receipt, texts }} late={late} closed="session" />;
  return <Acknowledged texts={texts} late={late} />;
}

function Acknowledged({ texts, late }: { texts: CaseStudyNow["heads"]; late: Late[] }): ReactNode {
  return (
    <main className={styles.receipt}>
      <section className="card">
        <h1>{t("La séance est close")}</h1>
        <p role="status">{t("Plus rien ne s'écrit à ce poste. Voici ce que le serveur a reçu de vous :")}</p>
        <ul className={styles.points}>
          {texts.map((text) => (
            <li key={text.written}>
              <b>{t(NAMES[text.written])}</b>
              {t(" : ")}
              {text.saved_at
                ? `${plural(text.words, "{n} mot", "{n} mots")}, ${timeOfDay(text.saved_at)}`
                : t("rien d'écrit")}
            </li>
          ))}
        </ul>
        <NotHandedIn late={late} />
        <p>{t("Attendez les consignes du surveillant.")}</p>
      </section>
    </main>
  );
}
