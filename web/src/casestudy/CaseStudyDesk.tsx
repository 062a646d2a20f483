/** The candidate's desk of the case study: the file on the left, three productions on the right, nothing to press. */

import styles from "./casestudy.module.css";

import { type ReactNode, useEffect, useState } from "react";

import type { CaseStudyNow, CaseStudyView, PhaseReceipt } from "../api/schema";
import { t } from "../i18n/t";
import { Logo, TimeLeft } from "../shared/Desk";
import { extraTimeWords } from "../shared/extraTime";
import { typedForCandidate } from "../shared/typedWhileClosed";
import { Files } from "./Files";
import { Productions } from "./Productions";
import { type Closing, Receipt } from "./Receipt";
import { DeskClosed, SessionClosed } from "./SessionClosed";
import { useLate } from "./useLate";
import { useCaseStudy, type Writers } from "./useCaseStudy";

export interface CaseStudyDeskProps {
  /** What the day has to say, and how to call somebody. */
  inBar?: ReactNode;
  /** The whole session was closed: nothing can be asked of the server any more. */
  isSessionClosed?: boolean;
  /** The server knows this browser no more: it was away while the session was closed, or the code served elsewhere. */
  isSignedOut?: boolean;
  /** Of the case study, as the live desk was told it. */
  receipt?: PhaseReceipt | undefined;
}

export default function CaseStudyDesk({
  inBar,
  isSessionClosed = false,
  isSignedOut = false,
  receipt,
}: CaseStudyDeskProps): ReactNode {
  const study = useCaseStudy();
  const { desk, now, writers } = study;
  useEffect(() => {
    document.title = t("Étude de cas – Combiné");
  }, []);
  if (!desk || !now)
    return (
      <main className="page center" aria-busy={!study.problem}>
        <div className="col" role="status">
          <h1 className={styles.opening}>{study.problem ? t("Étude de cas") : t("Ouverture de l'étude de cas…")}</h1>
          <p className="soft">{study.problem}</p>
          {study.problem && (
            <button className="btn primary" onClick={study.again}>
              {t("Réessayer")}
            </button>
          )}
        </div>
      </main>
    );
  if (isSessionClosed || isSignedOut)
    return (
      <div className={`desk ${styles.whole}`}>
        {isSessionClosed ? (
          <SessionClosed desk={desk} now={now} writers={writers} receipt={receipt} />
        ) : (
          <DeskClosed desk={desk} now={now} writers={writers} />
        )}
      </div>
    );
  return (
    <div className={`desk ${styles.whole}`}>
      <Head desk={desk} now={now} serverNow={study.serverNow} inBar={inBar} />
      {study.isBarred && (
        <div className="banner bad" role="alert">
          {t(
            "Ce poste est fermé : la séance est close, ou le code a servi ailleurs. Ce que vous aviez écrit est gardé ; appelez le surveillant.",
          )}
        </div>
      )}
      {now.clock.state === "paused" && (
        <div className="banner" role="status">
          {t("L'épreuve est en pause ; le temps ne court pas. Vous pouvez lire, l'écriture reprendra avec le temps.")}
        </div>
      )}
      <TypedWhileClosed now={now} />
      {now.receipt ? (
        writers ? (
          <ReceiptOf desk={desk} now={now} writers={writers} />
        ) : (
          <Receipt desk={desk} receipt={now.receipt} late={[]} closed={closingOf(now)} />
        )
      ) : desk.files && writers ? (
        <Work desk={desk} writers={writers} isOpen={study.isOpen} />
      ) : (
        <main className="page center">
          <h1 className={styles.opening}>
            {t("L'étude de cas n'est pas encore ouverte. Attendez le signal du surveillant.")}
          </h1>
        </main>
      )}
    </div>
  );
}

/** Said until it is read: at 200 % it stands where one writes. */
function TypedWhileClosed({ now }: { now: CaseStudyNow }): ReactNode {
  const [read, setRead] = useState(0);
  return now.typed_while_closed.slice(read).map((one) => (
    <div key={`${one.production} ${one.closed_from}`} className="banner" role="status">
      {`${typedForCandidate(one)} `}
      <button className="link" onClick={() => setRead(now.typed_while_closed.length)}>
        {t("J'ai lu")}
      </button>
    </div>
  ));
}

function Head({
  desk,
  now,
  serverNow,
  inBar,
}: {
  desk: CaseStudyView;
  now: CaseStudyNow;
  serverNow: () => number;
  inBar: ReactNode;
}): ReactNode {
  const end = now.clock.ends_at;
  const extra = extraTimeWords(now.clock);
  return (
    <header className="bar">
      <Logo />
      <span className={styles.phase}>{t("Étude de cas")}</span>
      <span className="grow" />
      <span className={`small soft ${styles.where}`}>
        {[desk.company_name, desk.desk_name || desk.seat_label].filter(Boolean).join(" · ")}
      </span>
      {end && (
        <span className={`small soft num ${styles.end}`}>
          {t("Remise automatique à {time}", { time: minuteOf(end) })}
          {extra && (
            <>
              <br />
              {extra}
            </>
          )}
        </span>
      )}
      {inBar}
      <TimeLeft view={now.clock} now={serverNow} />
    </header>
  );
}

function Work({ desk, writers, isOpen }: { desk: CaseStudyView; writers: Writers; isOpen: boolean }): ReactNode {
  const notes = writers.get("notes");
  return (
    <main className={styles.main}>
      <h1 className="sr">{t("Étude de cas")}</h1>
      <Productions desk={desk} writers={writers} isOpen={isOpen} />
      {desk.files && notes && <Files files={desk.files} notes={notes} isOpen={isOpen} />}
    </main>
  );
}

function ReceiptOf({ desk, now, writers }: { desk: CaseStudyView; now: CaseStudyNow; writers: Writers }): ReactNode {
  const late = useLate(writers);
  return now.receipt && <Receipt desk={desk} receipt={now.receipt} late={late} closed={closingOf(now)} />;
}

function closingOf(now: CaseStudyNow): Closing {
  return now.clock.closed_early ? "early" : "time";
}

function minuteOf(iso: string): string {
  return new Date(iso).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
}
