/** The session or this desk was closed: said in words, with what was handed in. The server answers this seat no more. */

import styles from "./casestudy.module.css";

import type { ReactNode } from "react";

import type { CaseStudyNow, CaseStudyView, PhaseReceipt } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { NAMES } from "./names";
import { NotHandedIn, Receipt } from "./Receipt";
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
  const texts = textsOf(desk, now);
  if (receipt) return <Receipt desk={desk} receipt={{ ...receipt, texts }} late={late} closed="session" />;
  return (
    <Acknowledged
      title={t("La séance est close")}
      words={t("Plus rien ne s'écrit à ce poste. Voici ce que le serveur a reçu de vous :")}
      texts={texts}
    >
      <NotHandedIn late={late} />
      <p>{t("Attendez les consignes du surveillant.")}</p>
    </Acknowledged>
  );
}

/** The server knows this browser no more at this seat, and does not say why; what it has not got is still here. */
export function DeskClosed({ desk, now, writers }: Omit<SessionClosedProps, "receipt">): ReactNode {
  const late = useLate(writers ?? NONE);
  return (
    <Acknowledged
      title={t("Ce poste est fermé")}
      words={t("La séance est close, ou le code a servi ailleurs. Voici ce que le serveur a reçu de vous :")}
      texts={textsOf(desk, now)}
    >
      <NotHandedIn
        late={late}
        words={t(
          "Ces phrases ne sont pas arrivées au serveur. Elles restent sur cet ordinateur : prévenez le surveillant.",
        )}
      />
      <p>
        {t("Attendez les consignes du surveillant.")}{" "}
        <a className="link" href="/candidat">
          {t("Entrer un nouveau code")}
        </a>
      </p>
    </Acknowledged>
  );
}

function textsOf(desk: CaseStudyView, now: CaseStudyNow): CaseStudyNow["heads"] {
  return now.heads.filter((head) => desk.produces.some((produced) => produced === head.written));
}

interface AcknowledgedProps {
  title: string;
  words: string;
  texts: CaseStudyNow["heads"];
  children: ReactNode;
}

function Acknowledged({ title, words, texts, children }: AcknowledgedProps): ReactNode {
  return (
    <main className={styles.receipt}>
      <section className="card">
        <h1>{title}</h1>
        <p role="status">{words}</p>
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
        {children}
      </section>
    </main>
  );
}
