/** What is kept of a session and until when; what freezes it; the proofs of what was erased. */

import styles from "./results.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { FreezeView, KeptFile, NewFreeze, RetentionView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { freshId } from "../shared/freshId";
import { textIn } from "../shared/formText";
import { StaffBar } from "../shared/StaffBar";
import { day } from "../shared/time";
import { CAUSE_WORDS } from "./words";

export default function RetentionPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const params = { params: { path: { session_id: sessionId } } };
  const { data, error, refetch } = server.useQuery("get", "/api/staff/exam-days/{session_id}/retention", params);
  return (
    <div className="page">
      <StaffBar title={t("Conservation")} />
      <main className={`column wide ${styles.column}`}>
        {error !== null && (
          <div className="banner bad" role="alert">
            {wordsOf(error)}
          </div>
        )}
        {data && <Kept kept={data} sessionId={sessionId} again={() => void refetch()} />}
      </main>
    </div>
  );
}

interface KeptProps {
  kept: RetentionView;
  sessionId: string;
  again: () => void;
}

function Kept({ kept, sessionId, again }: KeptProps): ReactNode {
  return (
    <>
      <div>
        <h2 className={styles.title}>{kept.title}</h2>
        <p className="soft">
          {t("Enregistrements : {sound} jours. Dossier d'examen : {file} jours après la dernière signature.", {
            sound: kept.recording_days,
            file: kept.exam_file_days,
          })}
        </p>
      </div>
      <ul className="plain-list col">
        {kept.files.map((one) => (
          <File key={one.seat_id} file={one} />
        ))}
      </ul>
      <NewFreezeForm kept={kept} sessionId={sessionId} again={again} />
      {kept.freezes.length > 0 && (
        <section className="card" aria-labelledby="frozen">
          <h2 id="frozen" className={styles.part}>
            {t("Gels")}
          </h2>
          <ul className="plain-list col">
            {kept.freezes.map((one) => (
              <Freeze key={one.id} freeze={one} kept={kept} sessionId={sessionId} again={again} />
            ))}
          </ul>
        </section>
      )}
      <section className="card" aria-labelledby="erased">
        <h2 id="erased" className={styles.part}>
          {t("Preuves d'effacement")}
        </h2>
        {kept.erasures.length === 0 && <p className="soft">{t("Rien n'a encore été effacé.")}</p>}
        {kept.erasures.map((one) => (
          <details key={one.at + one.what}>
            <summary>{`${day(one.at)} · ${one.what} · ${one.rule}`}</summary>
            <p className="small soft">
              {plural(one.sha256s.length, "{n} empreinte SHA-256", "{n} empreintes SHA-256")}
            </p>
            <code className={styles.root}>{one.sha256s.join("\n")}</code>
          </details>
        ))}
      </section>
    </>
  );
}

function File({ file }: { file: KeptFile }): ReactNode {
  const words = [
    file.sound_until ? t("son jusqu'au {day}", { day: day(file.sound_until) }) : t("aucun son conservé"),
    file.file_until ? t("dossier jusqu'au {day}", { day: day(file.file_until) }) : t("dossier sans terme fixé"),
  ];
  return (
    <li className={`card ${styles.candidate}`}>
      <div>
        <h3>{`${file.label} · ${file.candidate_name}`}</h3>
        <p className="small soft">{words.join(" · ")}</p>
      </div>
      {file.is_frozen ? <span className="pill hold">{t("Gelé")}</span> : <span />}
      <a
        className="btn slim"
        href={`/api/staff/seats/${file.seat_id}/personal-export.zip`}
        aria-label={t("Exporter ses données, {name}", { name: file.candidate_name })}
      >
        {t("Exporter ses données")}
      </a>
    </li>
  );
}

function NewFreezeForm({ kept, sessionId, again }: KeptProps): ReactNode {
  const [id, setId] = useState(freshId);
  const [problem, setProblem] = useState("");
  const freeze = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const { error } = await client.POST("/api/staff/exam-days/{session_id}/freezes", {
      params: { path: { session_id: sessionId } },
      body: {
        id,
        cause: textIn(data, "cause") as NewFreeze["cause"],
        reason: textIn(data, "reason"),
        seat_id: textIn(data, "seat"),
      },
    });
    setProblem(wordsOf(error));
    if (error !== undefined) return;
    form.reset();
    setId(freshId());
    again();
  };
  return (
    <section className="card" aria-labelledby="freeze">
      <h2 id="freeze" className={styles.part}>
        {t("Geler : recours ou signalement de fraude")}
      </h2>
      <p className="small soft">{t("Rien de ce qui est gelé ne s'efface, tant que le gel n'est pas levé.")}</p>
      <form
        className={styles.freeze}
        onSubmit={(event) => {
          event.preventDefault();
          void freeze(event.currentTarget);
        }}
      >
        <label>
          {t("Dossier")}
          <select className="field" name="seat">
            <option value="">{t("Toute la session")}</option>
            {kept.files.map((one) => (
              <option key={one.seat_id} value={one.seat_id}>
                {`${one.label} · ${one.candidate_name}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("Cause")}
          <select className="field" name="cause">
            {Object.entries(CAUSE_WORDS).map(([cause, words]) => (
              <option key={cause} value={cause}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
        <label className="grow">
          {t("Référence ou motif")}
          <input className="field" name="reason" required minLength={3} maxLength={500} />
        </label>
        <button className="btn primary">{t("Geler")}</button>
      </form>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
    </section>
  );
}

function Freeze({ freeze, kept, sessionId, again }: KeptProps & { freeze: FreezeView }): ReactNode {
  const [problem, setProblem] = useState("");
  const whose = kept.files.find((one) => one.seat_id === freeze.seat_id)?.label ?? t("Toute la session");
  const release = async (form: HTMLFormElement): Promise<void> => {
    const { error } = await client.POST("/api/staff/exam-days/{session_id}/freezes/{freeze_id}/release", {
      params: { path: { session_id: sessionId, freeze_id: freeze.id } },
      body: { reason: textIn(new FormData(form), "why") },
    });
    setProblem(wordsOf(error));
    again();
  };
  return (
    <li>
      <p>
        <b>{`${whose} · ${t(CAUSE_WORDS[freeze.cause])}`}</b>
        {` · ${freeze.reason} · ${freeze.by}, ${day(freeze.at)}`}
      </p>
      {freeze.released_at ? (
        <p className="small soft">
          {t("Levé le {day} : {reason}", { day: day(freeze.released_at), reason: freeze.released_reason })}
        </p>
      ) : (
        <form
          className={styles.freeze}
          onSubmit={(event) => {
            event.preventDefault();
            void release(event.currentTarget);
          }}
        >
          <label className="grow">
            {t("Motif de la levée")}
            <input className="field" name="why" required minLength={3} maxLength={500} />
          </label>
          <button className="btn">{t("Lever le gel")}</button>
        </form>
      )}
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
    </li>
  );
}
