/** The replay itself: waveform, flags, everything that happened, the conversation as it was typed, criteria and evidence. */

import css from "./replay.module.css";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import type { ReplayView, SaidTurnView } from "../api/schema";
import { t } from "../i18n/t";
import { Tabs } from "../shared/Desk";
import { clock, spoken } from "../shared/time";
import { isTyping } from "../shared/useShortcuts";
import { type Sign, SYMBOLS, type Verdict } from "../shared/marks";
import { Consultations, holdWords } from "./Consultations";
import { Controls } from "./Controls";
import { Evidence, type Proposals } from "./Evidence";
import { Said } from "./Said";
import { BadNetwork, NetworkTrack } from "./NetworkTrack";
import { Player } from "./player";
import { Timeline } from "./Timeline";

interface ReplayProps {
  view: ReplayView;
  startAt: number;
  place?: (criterion: string, sign: Sign, seconds: number, text: string) => void;
  remove?: (markId: string) => void;
  judge?: (criterion: string, verdict: Verdict) => void;
  share?: (text: string) => void;
  /** A first text for the candidate. */
  draft?: string;
  proposals?: Proposals;
  /** Says what was really heard in a turn of the transcript. */
  correct?: (turn: SaidTurnView, text: string) => void;
  extra?: ReactNode;
  /** In place of the criteria. `seek` takes seconds of the exchange, `zero` is where its recording begins. */
  aside?: (zero: number, seek: (seconds: number) => void, criteria: ReactNode) => ReactNode;
}

/** Parts where the arrows already mean something. */
const OWN_ARROWS = "select, [role=tab], [role=slider]";

const GAPS: Record<string, string> = {
  loss: "son perdu",
  dtx: "silence",
  hold: "attente",
  muted: "micro coupé",
  line_lost: "son coupé",
};

/** Why sound is missing, for whoever translates it. */
export const GAP_WORDS = Object.values(GAPS);

export function Replay(props: ReplayProps): ReactNode {
  const { view } = props;
  const player = useMemo(() => new Player(), []);
  const sound = useSyncExternalStore(player.subscribe, player.snapshot);
  const wave = useRef<HTMLDivElement>(null);
  const [number, setNumber] = useState(0);
  const [tab, setTab] = useState(view.messages.length > 0 ? "chat" : "moments");
  const [copied, setCopied] = useState(false);
  const [silent, setSilent] = useState(props.startAt);
  const recording = view.recordings[number];
  const zero = recording?.starts_at_seconds ?? 0;
  const audioUrl = recording?.audio_url;
  const peaksUrl = recording?.peaks_url;
  // Without sound (a chat) the time line is walked by hand.
  const at = recording ? zero + sound.at : silent;
  const startAt = useRef(props.startAt);

  useEffect(() => {
    if (!wave.current || !audioUrl || !peaksUrl) return;
    void player.load(wave.current, audioUrl, peaksUrl).then(() => {
      if (startAt.current > zero) player.seek(startAt.current - zero);
      startAt.current = 0;
    });
    return () => player.destroy();
  }, [player, audioUrl, peaksUrl, zero]);

  const seek = (seconds: number): void => {
    if (!recording) setSilent(seconds);
    else player.seek(seconds - zero);
  };
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      const target = event.target as HTMLElement;
      if (event.key === " " && !target.closest("button, a, summary, [role=tab]")) void player.toggle();
      else if (event.key.toLowerCase() === "l") player.markLoop();
      else if (event.key === "ArrowLeft" && !target.closest(OWN_ARROWS)) player.move(-5);
      else if (event.key === "ArrowRight" && !target.closest(OWN_ARROWS)) player.move(5);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [player]);

  const slide = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, PageUp: 10, PageDown: -10 };
    const step = steps[event.key];
    if (step !== undefined) player.move(step);
    else if (event.key === "Home") player.seek(0);
    else if (event.key === "End") player.seek(sound.seconds);
    else return;
    event.preventDefault();
  };
  const copy = (): void => {
    const link = `${location.origin}/reecoute/${view.run_id}?t=${Math.floor(at)}`;
    void navigator.clipboard.writeText(link).then(() => setCopied(true));
    window.setTimeout(() => setCopied(false), 2500);
  };
  const marks = view.marking?.marks.filter((mark) => mark.run_id === view.run_id) ?? [];
  const tabs = [
    { id: "moments", label: t("Déroulé") },
    ...(view.transcript.state !== "none" ? [{ id: "said", label: t("Transcription") }] : []),
    ...(view.messages.length > 0 ? [{ id: "chat", label: t("Chat") }] : []),
    { id: "written", label: t("Confirmation et dossier") },
    { id: "marks", label: t("Repères ({n})", { n: marks.length }) },
  ];
  const gaps = view.recordings.flatMap((one) => one.gaps);
  const evidence = (
    <Evidence
      view={view}
      at={at}
      zero={zero}
      seek={seek}
      place={props.place}
      remove={props.remove}
      judge={props.judge}
      share={props.share}
      draft={props.draft}
      proposals={props.proposals}
    />
  );
  return (
    <main className={css.replay}>
      <section className="card" aria-label={t("Enregistrement")}>
        {view.recordings.length > 1 && (
          <div className="row" style={{ marginBottom: 8 }}>
            {view.recordings.map((one, index) => (
              <button
                key={one.call_id}
                className={`btn slim ${index === number ? "on" : ""}`}
                onClick={() => setNumber(index)}
              >
                {t("Appel {n}", { n: index + 1 })}
              </button>
            ))}
          </div>
        )}
        {!recording && (
          <div className="row between">
            <p className="soft">{t("Cet échange n'a pas d'enregistrement sonore.")}</p>
            {props.extra}
          </div>
        )}
        {recording?.state === "finishing" && (
          <p role="status">{t("L'enregistrement se prépare : quelques secondes…")}</p>
        )}
        {recording?.state === "failed" && (
          <p role="alert">
            {t(
              "L'enregistrement n'a pas pu être terminé. Les paquets d'origine sont conservés : prévenez le service informatique.",
            )}
          </p>
        )}
        {sound.trouble === "unreadable" && (
          <p role="alert">{t("L'enregistrement ne se charge pas. Rechargez la page.")}</p>
        )}
        {sound.trouble === "no_output" && (
          <p role="alert">
            {t(
              "L'enregistrement défile sans qu'on l'entende : cet ordinateur n'a pas de sortie de son. Branchez un casque ou des haut-parleurs, puis rechargez la page.",
            )}
          </p>
        )}
        {recording && (
          <div className={css.waveBox}>
            <div className={clsx(css.waveNames, "small strong")} aria-hidden="true">
              <span style={{ color: "var(--c-brand)" }}>{t("Conseiller")}</span>
              <span style={{ color: "var(--c-ring)" }}>{t("Client")}</span>
            </div>
            <div className={css.wave}>
              <div
                className={css.waveSlider}
                role="slider"
                tabIndex={0}
                aria-label={t("Position dans l'enregistrement")}
                aria-valuemin={0}
                aria-valuemax={Math.round(sound.seconds)}
                aria-valuenow={Math.round(sound.at)}
                aria-valuetext={t("{at} sur {all}", { at: spoken(sound.at), all: spoken(sound.seconds) })}
                onKeyDown={slide}
              >
                <div ref={wave} />
              </div>
              {sound.seconds > 0 &&
                recording.gaps
                  .filter((gap) => gap.kind === "hold" && gap.channel === "adviser")
                  .map((gap) => (
                    <div
                      key={gap.at_seconds}
                      className={css.holdZone}
                      data-testid="hold-zone"
                      style={{
                        left: `${(100 * (gap.at_seconds - zero)) / sound.seconds}%`,
                        width: `${(100 * gap.seconds) / sound.seconds}%`,
                      }}
                    >
                      {holdWords(view, gap.at_seconds, gap.seconds)}
                    </div>
                  ))}
              {sound.seconds > 0 &&
                marks
                  .filter((mark) => mark.at_seconds >= zero && mark.at_seconds <= zero + sound.seconds)
                  .map((mark) => (
                    <button
                      key={mark.mark_id}
                      className={clsx(css.flag, css[mark.sign])}
                      style={{ left: `${(100 * (mark.at_seconds - zero)) / sound.seconds}%` }}
                      title={`${mark.criterion} ${clock(mark.at_seconds - zero)} ${mark.text}`}
                      aria-label={t("Repère {criterion} à {time}", {
                        criterion: mark.criterion,
                        time: spoken(mark.at_seconds - zero),
                      })}
                      onClick={() => player.seek(mark.at_seconds - zero - 2)}
                    >
                      {SYMBOLS[mark.sign]}
                    </button>
                  ))}
            </div>
            <NetworkTrack recording={recording} zero={zero} seconds={sound.seconds} />
          </div>
        )}
        {recording && <BadNetwork recording={recording} zero={zero} seek={seek} />}
        {recording && <Controls player={player} sound={sound} copyAt={copy} isCopied={copied} extra={props.extra} />}
        <Consultations view={view} zero={zero} seek={seek} />
        {(recording?.flags.length ?? 0) + gaps.filter((gap) => gap.kind === "loss" || gap.kind === "line_lost").length >
          0 && (
          <details className="small" style={{ marginTop: 6 }}>
            <summary>{t("Ce qui manque à l'enregistrement")}</summary>
            <ul>
              {recording?.flags.map((flag) => (
                <li key={flag}>{flag}</li>
              ))}
              {gaps.map((gap) => (
                <li key={`${gap.channel}${gap.at_seconds}`}>
                  {t("{seconds} s manquantes à {time} ({who}, {why})", {
                    seconds: gap.seconds.toFixed(1).replace(".", ","),
                    time: clock(gap.at_seconds - zero),
                    who: gap.channel === "adviser" ? t("conseiller") : t("client"),
                    why: t(GAPS[gap.kind] ?? gap.kind),
                  })}
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
      <div className={css.replayColumns}>
        <section className="card col" style={{ padding: 0 }} aria-label={t("Ce qui s'est passé")}>
          <div style={{ padding: "4px 14px 0" }}>
            <Tabs items={tabs} value={tab} choose={setTab} label={t("Ce qui s'est passé")} />
          </div>
          {tab === "said" ? (
            <Said
              transcript={view.transcript}
              customer={view.customer_name}
              at={at}
              zero={zero}
              seek={seek}
              correct={view.may_mark ? props.correct : undefined}
            />
          ) : (
            <Timeline view={view} tab={tab} at={at} zero={zero} seek={seek} />
          )}
        </section>
        {props.aside ? props.aside(zero, seek, evidence) : evidence}
      </div>
    </main>
  );
}
