/** The drawn sequence over the room's loudspeakers: one large button, then nothing but how far it is. */

import style from "./draws.module.css";

import { type ReactNode, useEffect, useRef, useState } from "react";

import { client, server } from "../api/client";
import { t } from "../i18n/t";
import { clock, timeOfDay } from "../shared/time";

export function Listening({ seatId, hearing }: { seatId: string; hearing: (on: boolean) => void }): ReactNode {
  const { data, refetch } = server.useQuery("get", "/api/staff/seats/{seat_id}/draw", {
    params: { path: { seat_id: seatId } },
  });
  const sound = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const playing = (on: boolean): void => {
    setPlaying(on);
    hearing(on);
  };
  useEffect(() => () => hearing(false), [hearing]);
  if (!data) return null;
  const begin = (): void => {
    setFailed(false);
    // Refused by the browser or unreadable: the same words either way.
    sound.current?.play().catch(() => setFailed(true));
  };
  const played = async (): Promise<void> => {
    playing(true);
    const params = { path: { seat_id: seatId } };
    if (data.played_at === null) await client.POST("/api/staff/seats/{seat_id}/draw/played", { params });
    await refetch();
  };
  return (
    <section className={`card ${style.act} ${style.listening}`} aria-labelledby="listening">
      <h2 id="listening">{isPlaying ? t("Écoutez") : t("Écoutez le client, puis répondez-lui")}</h2>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the candidate must answer to what is heard: a text would change the exercise */}
      <audio
        ref={sound}
        src={data.audio_url}
        preload="auto"
        onPlay={() => void played()}
        onPause={() => playing(false)}
        onEnded={() => playing(false)}
        onError={() => setFailed(true)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) => setLength(event.currentTarget.duration || 0)}
      />
      {isPlaying ? (
        <p className={style.leftToHear}>{clock(Math.max(0, length - at))}</p>
      ) : (
        <button className={`btn primary ${style.big}`} onClick={begin}>
          {at > 0 && at < length ? t("Reprendre l'écoute") : t("Lancer l'écoute")}
        </button>
      )}
      <progress className={style.progress} max={length || 1} value={at} aria-label={t("Écoute")} />
      <p className={style.below}>
        <span className="num">
          {clock(at)} / {clock(length)}
        </span>
        <span>
          {data.played_at
            ? t("Première écoute à {time}.", { time: timeOfDay(data.played_at) })
            : t("Pas encore écoutée.")}
        </span>
        {isPlaying && (
          <button className="btn slim" onClick={() => sound.current?.pause()}>
            {t("Suspendre")}
          </button>
        )}
      </p>
      {hasFailed && (
        <p className="banner bad" role="alert">
          {t("Le son ne part pas. Vérifiez les haut-parleurs et le réseau, puis relancez l'écoute.")}
        </p>
      )}
    </section>
  );
}
