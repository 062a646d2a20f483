/** What both desks show of the sound: levels, devices, and what to do when it fails. */

import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";

import { t } from "../i18n/t";
import type { SoundLine, SoundSnapshot, SoundState } from "../phone/line";

export function useSound(line: SoundLine): SoundSnapshot {
  return useSyncExternalStore(line.subscribe, line.snapshot);
}

export function Meter({ line, side, label, note }: { line: SoundLine; side: "own" | "other"; label: string; note?: string }): ReactNode {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = window.setInterval(
      () => {
        if (bar.current) bar.current.style.width = `${Math.round(100 * line.levels()[side])}%`;
      },
      calm ? 1000 : 100,
    );
    return () => window.clearInterval(timer);
  }, [line, side]);
  return (
    <div>
      <div className="row between small">
        <span className="soft">{label}</span>
        {note && <span className="soft">{note}</span>}
      </div>
      <div className="meter" aria-hidden="true">
        <i ref={bar} />
      </div>
    </div>
  );
}

const HELP: Partial<Record<SoundState, [string, string]>> = {
  refused: [
    "Le micro est refusé.",
    "Cliquez sur le cadenas à gauche de l'adresse, autorisez le microphone, puis réessayez.",
  ],
  no_device: ["Aucun micro n'est branché.", "Branchez le casque, puis réessayez."],
  in_use: ["Le micro est pris par une autre application.", "Fermez-la (visioconférence, enregistreur), puis réessayez."],
  insecure: ["Cette adresse n'est pas sécurisée : le micro est bloqué.", "Ouvrez la page en https, ou demandez au service informatique."],
  lost: [
    "Le son est coupé.",
    "La page se reconnecte toute seule. Si cela dure, le réseau bloque peut-être l'UDP : prévenez le surveillant.",
  ],
};

export function SoundHelp({ line, state }: { line: SoundLine; state: SoundState }): ReactNode {
  const help = HELP[state];
  if (!help) return null;
  return (
    <div className="card col" role="alert" style={{ borderColor: "var(--c-bad)" }}>
      <b>{t(help[0])}</b>
      <span className="small soft">{t(help[1])}</span>
      {state !== "lost" && (
        <button className="btn" onClick={() => void line.start()}>
          {t("Réessayer")}
        </button>
      )}
    </div>
  );
}

export function soundWords(state: SoundState): string {
  const words: Record<SoundState, string> = {
    off: t("Son arrêté"),
    asking: t("Autorisez le micro…"),
    connecting: t("Son : connexion…"),
    connected: t("Son connecté"),
    lost: t("Son coupé"),
    blocked: t("Son bloqué"),
    refused: t("Micro refusé"),
    no_device: t("Pas de micro"),
    in_use: t("Micro occupé"),
    insecure: t("Micro bloqué"),
  };
  return words[state];
}

export function Devices({ line }: { line: SoundLine }): ReactNode {
  const sound = useSound(line);
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <button className="btn slim plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t("Casque et volume")}
      </button>
      {isOpen && (
        <div className="col small" style={{ marginTop: 6 }}>
          <label>
            {t("Micro")}
            <select className="field" value={sound.microphone} onChange={(event) => void line.chooseMicrophone(event.target.value)}>
              <option value="">{t("Micro par défaut")}</option>
              {sound.microphones.map((device) => (
                <option key={device.id} value={device.id}>
                  {device.label}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("Écouteur")}
            <select className="field" value={sound.output} onChange={(event) => void line.chooseOutput(event.target.value)}>
              <option value="">{t("Sortie par défaut")}</option>
              {sound.outputs.map((device) => (
                <option key={device.id} value={device.id}>
                  {device.label}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("Volume")}
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={sound.volume}
              style={{ width: "100%" }}
              onChange={(event) => line.setVolume(Number(event.target.value))}
            />
          </label>
        </div>
      )}
      {sound.unplugged && (
        <p className="small" role="status" style={{ color: "var(--c-ring)" }}>
          {t("Votre micro a été débranché : un autre a pris le relais.")}
        </p>
      )}
    </div>
  );
}
