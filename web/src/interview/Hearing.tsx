/** The drawn sequence over the room's loudspeakers: one large button, then nothing but how far it is. */

import styles from "./interview.module.css";

import { type ReactNode, useEffect, useRef, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { InterviewDesk, SequenceView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { clock } from "../shared/time";
import { freshId } from "./sendPiece";

interface HearingProps {
  desk: InterviewDesk;
  sequence: SequenceView;
  hearing: (on: boolean) => void;
  again: () => void;
  answer: () => void;
}

export function Hearing({ desk, sequence, hearing, again, answer }: HearingProps): ReactNode {
  const sound = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [problem, setProblem] = useState("");
  const [current, setCurrent] = useState("");
  useEffect(() => () => hearing(false), [hearing]);
  const left = sequence.most_hearings === null ? null : sequence.most_hearings - sequence.hearings.length;
  const wasHeard = sequence.hearings.length > 0;
  const isSuspended = current !== "" && !isPlaying;
  const mayHear = left === null || left > 0;
  const play = async (): Promise<void> => {
    setProblem("");
    try {
      await sound.current?.play();
    } catch {
      // Refused by the browser or unreadable: the same words either way.
      setProblem(t("Le son ne part pas. Vérifiez les haut-parleurs et le réseau, puis relancez l'écoute."));
    }
  };
  // A double press is one hearing: each is counted, and an exam has few.
  const isBeginning = useRef(false);
  const begin = async (): Promise<void> => {
    if (isBeginning.current) return;
    isBeginning.current = true;
    try {
      await beginOnce();
    } finally {
      isBeginning.current = false;
    }
  };
  const beginOnce = async (): Promise<void> => {
    const name = freshId();
    const params = { path: { seat_id: desk.seat_id } };
    const { error } = await client.POST("/api/staff/seats/{seat_id}/hearings", { params, body: { hearing_id: name } });
    setProblem(wordsOf(error));
    if (error) return;
    setCurrent(name);
    if (sound.current) sound.current.currentTime = 0;
    await play();
    again();
  };
  const over = async (toTheEnd: boolean): Promise<void> => {
    const name = current;
    setCurrent("");
    if (!name) return;
    await client.POST("/api/staff/seats/{seat_id}/hearings/{hearing_id}/end", {
      params: { path: { seat_id: desk.seat_id, hearing_id: name } },
      body: { at_seconds: sound.current?.currentTime ?? at, to_the_end: toTheEnd },
    });
    again();
  };
  const playing = (on: boolean): void => {
    setPlaying(on);
    hearing(on);
  };
  return (
    <section className={`card ${styles.act}`} aria-labelledby="listening">
      <h2 id="listening">
        {isPlaying
          ? t("Écoutez")
          : wasHeard && !isSuspended
            ? t("Le candidat répond au client")
            : t("Écoutez le client, puis répondez-lui")}
      </h2>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the candidate must answer to what is heard: a text would change the exercise */}
      <audio
        ref={sound}
        src={sequence.audio_url}
        preload="auto"
        onPlay={() => playing(true)}
        onPause={() => playing(false)}
        onEnded={() => {
          playing(false);
          void over(true);
        }}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) => setLength(event.currentTarget.duration || 0)}
      />
      {isPlaying && <p className={styles.leftToHear}>{clock(Math.max(0, length - at))}</p>}
      {(isPlaying || isSuspended) && (
        <progress className={styles.progress} max={length || 1} value={at} aria-label={t("Écoute")} />
      )}
      <div className={styles.buttons}>
        {isPlaying && (
          <button className="btn" onClick={() => sound.current?.pause()}>
            {t("Suspendre")}
          </button>
        )}
        {isSuspended && (
          <>
            <button className={`btn primary ${styles.big}`} onClick={() => void play()}>
              {t("Reprendre l'écoute")}
            </button>
            <button className="btn" onClick={() => void over(false)}>
              {t("Arrêter là")}
            </button>
          </>
        )}
        {!isPlaying && !isSuspended && wasHeard && (
          <button className={`btn primary ${styles.big}`} onClick={answer}>
            {t("Enregistrer sa réponse")}
          </button>
        )}
        {!isPlaying && !isSuspended && mayHear && (
          <button className={`btn ${wasHeard ? "" : `primary ${styles.big}`}`} onClick={() => void begin()}>
            {wasHeard ? t("Réécouter") : t("Lancer l'écoute")}
          </button>
        )}
      </div>
      {!isPlaying && left !== null && (
        <p className="soft">
          {left > 0
            ? plural(left, "Encore une écoute possible.", "Encore {n} écoutes possibles.")
            : t("Toutes les écoutes permises ont eu lieu.")}
        </p>
      )}
      {problem && (
        <p className="banner bad" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
