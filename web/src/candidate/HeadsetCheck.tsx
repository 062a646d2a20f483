/** The headset check: the device first, then the network. One speaks, hears oneself back, and gets a verdict. */

import css from "./windows.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { SoundLine } from "../phone/line";
import { headsetVerdict, type Measured, meanOpinionScore, scoreWords, VERDICT_WORDS } from "../phone/verdict";
import { Dialog } from "../shared/Dialog";
import { DeviceChoice, Meter, SoundHelp, soundWords, useSound } from "../shared/Sound";

const SECONDS = 6;
const LOOK_EVERY_MS = 50;

interface CheckProps {
  live: LiveDesk<CandidateDesk>;
  line: SoundLine;
  close: () => void;
  openPhone: () => void;
}

export function HeadsetCheck({ live, line, close, openPhone }: CheckProps): ReactNode {
  const sound = useSound(line);
  const { left, measured, begin } = useEcho(live, line);
  const result = measured ? headsetVerdict(measured) : null;
  const isRunning = left !== null;
  const isReady = sound.state === "connected";
  return (
    <Dialog title={t("Test du casque")} close={close} width={520}>
      <ol className={clsx("plain-list", css.checkSteps)}>
        <li className={isReady ? css.ok : undefined}>
          <div className="row between">
            <b>{t("1. Le casque")}</b>
            <span className={`pill ${isReady ? "live" : "ring"}`} role="status">
              {soundWords(sound.state)}
            </span>
          </div>
          <SoundHelp line={line} state={sound.state} />
          <details>
            <summary className="small">{t("Choisir le micro, l'écouteur et la sonnerie")}</summary>
            <DeviceChoice line={line} />
          </details>
        </li>
        <li className={result && result.verdict !== "failed" ? css.ok : undefined}>
          <div className="row between">
            <b>{t("2. Votre voix, aller et retour")}</b>
            {isRunning && (
              <span className="pill ring num" role="timer">
                {t("encore {n} s", { n: left })}
              </span>
            )}
          </div>
          <p className="small soft">{t("Parlez normalement : vous devez vous entendre, avec un léger retard.")}</p>
          <Meter line={line} side="own" label={t("Votre voix")} />
          <Meter line={line} side="other" label={t("Votre voix, revenue du serveur")} />
        </li>
        <li className={result?.verdict === "good" ? css.ok : undefined}>
          <b>{t("3. Le verdict")}</b>
          {result && measured ? (
            <VerdictCard result={result} measured={measured} />
          ) : (
            <p className="small soft">{t("Il s'affiche à la fin, et le jury le voit aussi.")}</p>
          )}
        </li>
      </ol>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <button className="btn plain" onClick={openPhone}>
          {t("Parler par un téléphone…")}
        </button>
        <span className="grow" />
        <button className={`btn ${result?.verdict === "good" ? "primary" : ""}`} onClick={close}>
          {t("Fermer")}
        </button>
        <button
          className={`btn ${result?.verdict === "good" ? "" : "primary"}`}
          disabled={!isReady || isRunning}
          onClick={begin}
        >
          {measured ? t("Recommencer") : t("Lancer le test")}
        </button>
      </div>
    </Dialog>
  );
}

function VerdictCard({
  result,
  measured,
}: {
  result: ReturnType<typeof headsetVerdict>;
  measured: Measured;
}): ReactNode {
  const tone = { good: "live", poor: "ring", failed: "bad" }[result.verdict];
  const figure = (value: number | null, unit: string): string =>
    value === null ? "—" : `${Math.round(value)}\u00a0${unit}`;
  return (
    <div className="col" role="status" style={{ gap: 6 }}>
      <div className={clsx("pill wide", css.verdict, tone)}>
        <span className="dot" />
        {t(VERDICT_WORDS[result.verdict])}
      </div>
      {result.reasons.map((reason) => (
        <p key={reason} className="small strong">
          {t(reason)}
        </p>
      ))}
      {result.verdict !== "failed" && (
        <p className="small soft num">
          {t("Qualité prévue : {words}. Pertes {loss}, irrégularité {jitter}, aller-retour {trip}.", {
            words: t(scoreWords(meanOpinionScore(measured))),
            loss: figure(measured.lossPercent, "%"),
            jitter: figure(measured.jitterMs, "ms"),
            trip: figure(measured.roundTripMs, "ms"),
          })}
        </p>
      )}
    </div>
  );
}

/** Sends the voice through the server and back for some seconds, looks at levels and network, reports the verdict. */
function useEcho(
  live: LiveDesk<CandidateDesk>,
  line: SoundLine,
): { left: number | null; measured: Measured | null; begin: () => void } {
  const [left, setLeft] = useState<number | null>(null);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const loudest = useRef({ own: 0, other: 0 });
  const isRunning = left !== null;

  useEffect(() => {
    if (!isRunning) return;
    line.letThrough(true);
    void live.send({ type: "line.echo", on: true });
    const look = window.setInterval(() => {
      const levels = line.levels();
      loudest.current = {
        own: Math.max(loudest.current.own, levels.own),
        other: Math.max(loudest.current.other, levels.other),
      };
    }, LOOK_EVERY_MS);
    const count = window.setInterval(() => setLeft((before) => (before === null ? null : before - 1)), 1000);
    return () => {
      window.clearInterval(look);
      window.clearInterval(count);
      line.letThrough(false);
      void live.send({ type: "line.echo", on: false });
    };
  }, [isRunning, live, line]);

  useEffect(() => {
    if (left === null || left > 0) return;
    void line.figures().then((figures) => {
      setLeft(null);
      const found = { ...figures, ...loudest.current };
      setMeasured(found);
      const { verdict, reasons } = headsetVerdict(found);
      void live.send({
        type: "headset.report",
        verdict,
        round_trip_ms: figures.roundTripMs === null ? null : Math.round(figures.roundTripMs),
        loss_percent: figures.lossPercent,
        jitter_ms: figures.jitterMs,
        level_dbfs: null,
        detail: reasons.join(" ").slice(0, 400),
      });
    });
  }, [left, live, line]);

  const begin = (): void => {
    loudest.current = { own: 0, other: 0 };
    setMeasured(null);
    setLeft(SECONDS);
  };
  return { left, measured, begin };
}
