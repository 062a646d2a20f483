/** The headset check: device first, then network. One speaks, hears oneself back through the server, and gets a verdict. */

import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { SoundLine } from "../phone/line";
import { headsetVerdict, type Measured, VERDICT_WORDS } from "../phone/verdict";
import { Devices, Meter, SoundHelp, soundWords, useSound } from "../shared/Sound";

const SECONDS = 6;

interface CheckProps {
  live: LiveDesk<CandidateDesk>;
  line: SoundLine;
  close: () => void;
}

export function HeadsetCheck({ live, line, close }: CheckProps): ReactNode {
  const sound = useSound(line);
  const dialog = useRef<HTMLDialogElement>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const loudest = useRef({ own: 0, other: 0 });

  useEffect(() => {
    dialog.current?.showModal();
    return () => {
      line.letThrough(false);
      void live.send({ type: "line.echo", on: false });
    };
  }, [live, line]);

  useEffect(() => {
    if (left === null) return;
    if (left <= 0) {
      void finish();
      return;
    }
    const timer = window.setTimeout(() => setLeft(left - 1), 1000);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [left]);
  useEffect(() => {
    if (left === null) return;
    const timer = window.setInterval(() => {
      const levels = line.levels();
      loudest.current = { own: Math.max(loudest.current.own, levels.own), other: Math.max(loudest.current.other, levels.other) };
    }, 50);
    return () => window.clearInterval(timer);
  }, [left, line]);

  const begin = (): void => {
    loudest.current = { own: 0, other: 0 };
    setMeasured(null);
    line.letThrough(true);
    void live.send({ type: "line.echo", on: true });
    setLeft(SECONDS);
  };
  const finish = async (): Promise<void> => {
    const figures = await line.figures();
    line.letThrough(false);
    void live.send({ type: "line.echo", on: false });
    setLeft(null);
    const found = { ...figures, own: loudest.current.own, other: loudest.current.other };
    setMeasured(found);
    const { verdict, reasons } = headsetVerdict(found);
    void live.send({
      type: "headset.report",
      verdict,
      round_trip_ms: figures.roundTripMs === null ? null : Math.round(figures.roundTripMs),
      loss_percent: figures.lossPercent,
      jitter_ms: figures.jitterMs,
      detail: reasons.join(" ; ").slice(0, 400),
    });
  };
  const result = measured ? headsetVerdict(measured) : null;
  return (
    <dialog ref={dialog} className="card check" onClose={close} aria-labelledby="check-title">
      <div className="col" style={{ gap: 14 }}>
        <h2 id="check-title">{t("Test du casque")}</h2>
        <p className="soft">{t("Mettez votre casque, lancez le test et parlez : vous devez vous entendre, avec un léger retard.")}</p>
        <div className="row between">
          <span className={`pill ${sound.state === "connected" ? "live" : "ring"}`}>{soundWords(sound.state)}</span>
          {left !== null && <span className="num strong">{t("{n} s", { n: left })}</span>}
        </div>
        <Meter line={line} side="own" label={t("Votre voix")} />
        <Meter line={line} side="other" label={t("Votre voix, revenue du serveur")} />
        <SoundHelp line={line} state={sound.state} />
        <Devices line={line} />
        {result && (
          <div className={`pill ${result.verdict === "good" ? "live" : result.verdict === "poor" ? "ring" : "bad"}`} role="status" style={{ fontSize: 15, padding: "8px 14px", whiteSpace: "normal" }}>
            {t(VERDICT_WORDS[result.verdict])}
          </div>
        )}
        {result && (
          <ul className="small">
            {result.reasons.map((reason) => (
              <li key={reason}>{t(reason)}</li>
            ))}
          </ul>
        )}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <button className="btn" onClick={() => dialog.current?.close()}>
            {t("Fermer")}
          </button>
          <button className="btn primary" disabled={sound.state !== "connected" || left !== null} onClick={begin}>
            {measured ? t("Recommencer") : t("Lancer le test")}
          </button>
        </div>
      </div>
    </dialog>
  );
}
