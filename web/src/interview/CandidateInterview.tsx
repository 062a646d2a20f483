/** The candidate's own screen in the interview: what the room is shown; while preparing, own texts and the company. */

import styles from "./interview.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { InterviewPapers } from "../api/schema";
import { CompanyPage } from "../casestudy/Files";
import { NAMES } from "../casestudy/names";
import { plural, t } from "../i18n/t";
import { Tabs } from "../shared/Desk";
import { RoomWords } from "./RoomWords";

const EVERY_MS = 2000;

export function CandidateInterview(): ReactNode {
  const { data, error, isError, refetch, dataUpdatedAt } = server.useQuery(
    "get",
    "/api/candidate/interview",
    {},
    { refetchInterval: EVERY_MS },
  );
  return (
    <div className={styles.middle}>
      <div className={`card ${styles.ownCard}`}>
        {data && <RoomWords screen={data} heardAt={dataUpdatedAt} />}
        {isError && !data && <Again words={wordsOf(error)} again={() => void refetch()} />}
      </div>
    </div>
  );
}

/** Ten minutes, invigilated: own texts and the company's documents, nothing else. */
export function InterviewPreparation(): ReactNode {
  const { data, error, isError, refetch } = server.useQuery("get", "/api/candidate/interview/papers");
  if (isError)
    return (
      <div className={styles.middle}>
        <div className={`card ${styles.ownCard}`}>
          <Again words={wordsOf(error)} again={() => void refetch()} />
        </div>
      </div>
    );
  return data ? <Papers papers={data} /> : <div aria-busy="true" />;
}

function Papers({ papers }: { papers: InterviewPapers }): ReactNode {
  const [shown, setShown] = useState(papers.productions[0]?.production ?? "reply_letter");
  const text = papers.productions.find((one) => one.production === shown);
  return (
    <div className={styles.papers}>
      <section className={`card ${styles.paper}`} aria-label={t("Vos écrits")}>
        <Tabs
          items={papers.productions.map((one) => ({ id: one.production, label: t(NAMES[one.production]) }))}
          value={shown}
          choose={(id) => setShown(id as typeof shown)}
          label={t("Vos écrits")}
        />
        {/* A text is scrolled by keyboard as by wheel. */}
        {}
        <div className={styles.text} tabIndex={0} role="tabpanel" aria-labelledby={`tab-${shown}`}>
          {text && text.words > 0 ? (
            text.paragraphs.map((paragraph, place) => <p key={place}>{paragraph || "\u00a0"}</p>)
          ) : (
            <p className="soft">{t("Vous n'avez rien écrit ici.")}</p>
          )}
          {text && <p className="soft small">{plural(text.words, "{n} mot", "{n} mots")}</p>}
        </div>
      </section>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={`card ${styles.paper} ${styles.text}`} aria-label={t("L'entreprise")} tabIndex={0}>
        <CompanyPage files={papers} />
      </section>
    </div>
  );
}

function Again({ words, again }: { words: string; again: () => void }): ReactNode {
  return (
    <div role="alert">
      <p>{words}</p>
      <button className="btn" onClick={again}>
        {t("Réessayer")}
      </button>
    </div>
  );
}
