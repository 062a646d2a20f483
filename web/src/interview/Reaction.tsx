/** The candidate's spoken answer, from the room's microphone: begun, gone on with after a cut, ended, heard again. */

import styles from "./interview.module.css";

import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";

import { client, wordsOf } from "../api/client";
import type { InterviewDesk, ReactionView, SequenceView } from "../api/schema";
import { t } from "../i18n/t";
import { clock, timeOfDay } from "../shared/time";
import { BrowserPieces } from "./pieceCopies";
import { PieceQueue } from "./pieces";
import { NoMicrophone, RoomRecorder } from "./roomRecorder";
import { freshId, sendPiece } from "./sendPiece";
import { WithoutMicrophone } from "./Sequence";
import { MICROPHONE_WORDS } from "./words";

interface ReactionProps {
  desk: InterviewDesk;
  sequence: SequenceView;
  again: () => void;
  next: () => void;
  back: () => void;
}

interface Running {
  recorder: RoomRecorder;
  queue: PieceQueue;
  reaction: string;
}

export function Reaction({ desk, sequence, again, next, back }: ReactionProps): ReactNode {
  const [running, setRunning] = useState<Running | null>(null);
  const [problem, setProblem] = useState("");
  const [trouble, setTrouble] = useState("");
  const [isBusy, setBusy] = useState(false);
  useEffect(() => () => running?.recorder.close(), [running]);
  const { reaction } = sequence;
  const seat = { seat_id: desk.seat_id };

  const record = async (): Promise<void> => {
    setProblem("");
    setTrouble("");
    let recorder: RoomRecorder;
    try {
      recorder = await RoomRecorder.open();
    } catch (error) {
      setTrouble(error instanceof NoMicrophone ? error.trouble : "failed");
      return;
    }
    const queue = new PieceQueue(new BrowserPieces(), (piece) => sendPiece(desk.seat_id, piece));
    const begun = reaction ? await goOn(queue, reaction) : await begin();
    if (begun === null) {
      recorder.close();
      again();
      return;
    }
    recorder.begin(queue, begun.reaction, begun.part, begun.number);
    setRunning({ recorder, queue, reaction: begun.reaction });
    again();
  };
  const begin = async (): Promise<{ reaction: string; part: number; number: number } | null> => {
    const name = freshId();
    const { error } = await client.POST("/api/staff/seats/{seat_id}/reactions", {
      params: { path: seat },
      body: { reaction_id: name, is_recorded: true, why: "" },
    });
    setProblem(wordsOf(error));
    return error ? null : { reaction: name, part: 0, number: 0 };
  };
  /** What an earlier page left goes first, then a new part begins. */
  const goOn = async (queue: PieceQueue, { reaction_id, next_number, parts }: ReactionView) => {
    await queue.takeUp(reaction_id, next_number);
    await queue.drained();
    const { data, error } = await client.POST("/api/staff/seats/{seat_id}/reactions/{reaction_id}/parts", {
      params: { path: { ...seat, reaction_id } },
      body: { part: parts },
    });
    setProblem(wordsOf(error));
    return data ? { reaction: reaction_id, part: parts, number: data.next_number } : null;
  };
  const end = async (name: string): Promise<void> => {
    setBusy(true);
    if (running) {
      await running.recorder.end();
      await running.queue.drained();
      if (running.queue.snapshot().refusal) {
        setBusy(false);
        return;
      }
    }
    const { error } = await client.POST("/api/staff/seats/{seat_id}/reactions/{reaction_id}/end", {
      params: { path: { ...seat, reaction_id: name } },
    });
    setBusy(false);
    setProblem(wordsOf(error));
    if (!error) setRunning(null);
    again();
  };

  return (
    <section className={`card ${styles.act}`} aria-labelledby="reaction">
      {running ? (
        <Recording running={running} isBusy={isBusy} end={() => void end(running.reaction)} />
      ) : reaction === null ? (
        <>
          <h2 id="reaction">{t("La réponse du candidat")}</h2>
          <p>{t("Le micro de la salle enregistre le candidat. L'enregistrement résiste aux coupures.")}</p>
          <div className={styles.buttons}>
            <button className={`btn primary ${styles.big}`} onClick={() => void record()}>
              {trouble ? t("Réessayer le micro") : t("Commencer l'enregistrement")}
            </button>
            <button className="btn" onClick={back}>
              {t("Revenir à l'écoute")}
            </button>
          </div>
          {trouble && (
            <p className="banner bad" role="alert">
              {t(MICROPHONE_WORDS[trouble as keyof typeof MICROPHONE_WORDS])}
            </p>
          )}
          <WithoutMicrophone desk={desk} again={again} trouble={trouble} />
        </>
      ) : reaction.is_open ? (
        <>
          <h2 id="reaction">{t("L'enregistrement a été coupé")}</h2>
          <p>{t("Rien de ce qui a été dit avant la coupure n'est perdu. Reprenez : la suite s'y ajoute.")}</p>
          <div className={styles.buttons}>
            <button className={`btn primary ${styles.big}`} onClick={() => void record()}>
              {t("Reprendre l'enregistrement")}
            </button>
            <button className="btn" disabled={isBusy} onClick={() => void end(reaction.reaction_id)}>
              {t("La réponse est finie")}
            </button>
          </div>
          {trouble && (
            <p className="banner bad" role="alert">
              {t(MICROPHONE_WORDS[trouble as keyof typeof MICROPHONE_WORDS])}
            </p>
          )}
        </>
      ) : (
        <Done reaction={reaction} sequence={sequence} next={next} more={() => void record()} />
      )}
      {problem && (
        <p className="banner bad" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function Recording({ running, isBusy, end }: { running: Running; isBusy: boolean; end: () => void }): ReactNode {
  const { level, seconds } = useSyncExternalStore(running.recorder.subscribe, running.recorder.snapshot);
  const sending = useSyncExternalStore(running.queue.subscribe, running.queue.snapshot);
  return (
    <>
      <h2 id="reaction">
        <span className={styles.dot} aria-hidden="true" />
        {t("Le candidat répond : enregistrement en cours")}
      </h2>
      <p className={styles.leftToHear}>{clock(seconds)}</p>
      <meter
        className={styles.progress}
        min={0}
        max={1}
        value={Math.min(1, level * 2)}
        aria-label={t("Niveau du micro")}
      />
      <p className="soft" role="status">
        {sending.cutSince !== null
          ? t("Le serveur ne répond pas : le son est gardé sur cet ordinateur et partira tout seul.")
          : level < 0.004 && seconds > 3
            ? t("Le micro n'entend presque rien : rapprochez-le du candidat.")
            : t("Gardé sur le serveur au fur et à mesure.")}
      </p>
      <div className={styles.buttons}>
        <button className={`btn primary ${styles.big}`} disabled={isBusy} onClick={end}>
          {isBusy ? t("Fin de l'enregistrement…") : t("La réponse est finie")}
        </button>
      </div>
      {sending.refusal && (
        <p className="banner bad" role="alert">
          {sending.refusal}
        </p>
      )}
    </>
  );
}

interface DoneProps {
  reaction: ReactionView;
  sequence: SequenceView;
  next: () => void;
  more: () => void;
}

/** Sequence and answer, one above the other. */
function Done({ reaction, sequence, next, more }: DoneProps): ReactNode {
  return (
    <>
      <h2 id="reaction">{t("Posez vos questions")}</h2>
      {reaction.is_recorded ? (
        <div className={styles.heardAgain}>
          <div>
            <h3>{t("Le client")}</h3>
            {/* eslint-disable-next-line jsx-a11y/media-has-caption -- it is what the candidate had to hear */}
            <audio controls preload="none" src={sequence.audio_url} aria-label={t("Réentendre la séquence")} />
          </div>
          <div>
            <h3>{t("La réponse du candidat · {time}", { time: clock(reaction.seconds) })}</h3>
            {/* eslint-disable-next-line jsx-a11y/media-has-caption -- what was said a moment ago, for those who heard it */}
            <audio
              controls
              preload="metadata"
              src={`${reaction.audio_url}?${reaction.sha256.slice(0, 8)}`}
              aria-label={t("Réentendre la réponse")}
            />
          </div>
        </div>
      ) : (
        <p>
          {t("Sans enregistrement : {why} (noté à {time}).", {
            why: reaction.why,
            time: timeOfDay(reaction.started_at),
          })}
        </p>
      )}
      <div className={styles.buttons}>
        <button className={`btn primary ${styles.big}`} onClick={next}>
          {t("Passer à l'étape suivante")}
        </button>
        {reaction.is_recorded && (
          <button className="btn" onClick={more}>
            {t("Enregistrer une suite")}
          </button>
        )}
      </div>
    </>
  );
}
