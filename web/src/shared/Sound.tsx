/** What both desks show of the sound: levels, devices, and what to do when it fails. */

import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";

import { t } from "../i18n/t";
import {
  bellDevice,
  bellVolume,
  canChooseBellDevice,
  chooseBellDevice,
  isSoundLocked,
  onSoundLock,
  setBellVolume,
  unlockSound,
} from "../phone/audio";
import type { Device, SoundLine, SoundSnapshot, SoundState } from "../phone/line";
import { ring } from "../phone/ringer";

export function useSound(line: SoundLine): SoundSnapshot {
  return useSyncExternalStore(line.subscribe, line.snapshot);
}

export function Meter({
  line,
  side,
  label,
  note,
}: {
  line: SoundLine;
  side: "own" | "other";
  label: string;
  note?: string;
}): ReactNode {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // Who asked for less motion gets a level that changes once a second, without a slide.
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = window.setInterval(
      () => {
        if (bar.current) bar.current.style.width = `${Math.round(100 * line.levels()[side])}%`;
      },
      isCalm ? 1000 : 100,
    );
    return () => window.clearInterval(timer);
  }, [line, side]);
  return (
    <div>
      {label && (
        <div className="row between small">
          <span className="soft">{label}</span>
          {note && <span className="soft">{note}</span>}
        </div>
      )}
      <div className="meter" aria-hidden="true">
        <i ref={bar} />
      </div>
    </div>
  );
}

const HELP: Partial<Record<SoundState, [string, string]>> = {
  refused: [
    "Le micro est refusé.",
    "Cliquez sur le cadenas à gauche de l'adresse et autorisez le microphone : le son se connecte aussitôt.",
  ],
  no_device: ["Aucun micro n'est branché.", "Branchez le casque : il est reconnu tout seul."],
  in_use: [
    "Le micro est pris par une autre application.",
    "Fermez-la (visioconférence, enregistreur), puis réessayez.",
  ],
  insecure: [
    "Cette adresse n'est pas sécurisée : le micro est bloqué.",
    "Ouvrez la page en https, ou prévenez le service informatique.",
  ],
  lost: ["Le son est coupé.", "Il se reconnecte tout seul. Si cela dure, prévenez le surveillant."],
  blocked: [
    "Le réseau bloque le son.",
    "Le chat et la fiche marchent ; les appels, non. Prévenez le surveillant : le réseau doit laisser passer l'UDP vers le serveur.",
  ],
};

export function SoundHelp({ line, state }: { line: SoundLine; state: SoundState }): ReactNode {
  const help = HELP[state];
  if (!help) return null;
  return (
    <div className="sound-help col" role="alert">
      <b>{t(help[0])}</b>
      <span className="small">{t(help[1])}</span>
      {state !== "lost" && (
        <button className="btn slim" onClick={() => (state === "blocked" ? line.hurry() : void line.start())}>
          {t("Réessayer")}
        </button>
      )}
    </div>
  );
}

const WORDS: Record<SoundState, string> = {
  off: "Son arrêté",
  asking: "Autorisez le micro…",
  connecting: "Son : connexion…",
  connected: "Son connecté",
  lost: "Son coupé",
  blocked: "Son bloqué",
  refused: "Micro refusé",
  no_device: "Pas de micro",
  in_use: "Micro occupé",
  insecure: "Micro bloqué",
};

/** Every sentence of these tables. */
export const SOUND_WORDS = [...Object.values(WORDS), ...Object.values(HELP).flat()];

export function soundWords(state: SoundState): string {
  return t(WORDS[state]);
}

/** Whether a ring tone would stay silent until somebody clicks in the page. */
export function useSoundLock(): boolean {
  useEffect(() => {
    const gestures = ["pointerdown", "keydown"] as const;
    gestures.forEach((gesture) => document.addEventListener(gesture, unlockSound));
    return () => gestures.forEach((gesture) => document.removeEventListener(gesture, unlockSound));
  }, []);
  return useSyncExternalStore(onSoundLock, isSoundLocked);
}

/** Microphone, headset, bell: choice of devices and volumes. */
export function DeviceChoice({ line }: { line: SoundLine }): ReactNode {
  const sound = useSound(line);
  const [bell, setBell] = useState(bellDevice);
  const [volume, setVolume] = useState(bellVolume);
  const [isBusy, setBusy] = useState(false);
  const pickMicrophone = (id: string): void => {
    line.chooseMicrophone(id).then(
      () => setBusy(false),
      () => setBusy(true),
    );
  };
  return (
    <div className="col small" style={{ gap: 10 }}>
      <Choice
        label={t("Micro")}
        none={t("Micro par défaut")}
        devices={sound.microphones}
        value={sound.microphone}
        choose={pickMicrophone}
      />
      {isBusy && (
        <p role="alert" className="warn">
          {t("Ce micro ne s'ouvre pas : une autre application le tient peut-être.")}
        </p>
      )}
      <Choice
        label={t("Écouteur du casque")}
        none={t("Sortie par défaut")}
        devices={sound.outputs}
        value={sound.output}
        choose={(id) => void line.chooseOutput(id)}
      />
      <Volume label={t("Volume du casque")} value={sound.volume} change={(value) => line.setVolume(value)} />
      {canChooseBellDevice() && (
        <Choice
          label={t("Sonnerie sur")}
          none={t("Sortie par défaut")}
          devices={sound.outputs}
          value={bell}
          choose={(id) => {
            setBell(id);
            void chooseBellDevice(id);
          }}
        />
      )}
      <Volume
        label={t("Volume de la sonnerie")}
        value={volume}
        change={(value) => {
          setVolume(value);
          setBellVolume(value);
        }}
      />
      <button className="btn slim" onClick={() => window.setTimeout(ring(), 1200)}>
        {t("Écouter la sonnerie")}
      </button>
    </div>
  );
}

/** Says that another microphone took over. */
export function Unplugged({ line }: { line: SoundLine }): ReactNode {
  const sound = useSound(line);
  if (!sound.unplugged || sound.state === "no_device") return null;
  return (
    <p className="small warn" role="status">
      {t("Votre micro a été débranché : « {name} » a pris le relais. Rebranchez-le, il reprendra.", {
        name: sound.inUse || t("Micro par défaut"),
      })}
    </p>
  );
}

function Choice({
  label,
  none,
  devices,
  value,
  choose,
}: {
  label: string;
  none: string;
  devices: Device[];
  value: string;
  choose: (id: string) => void;
}): ReactNode {
  const isThere = value === "" || devices.some((device) => device.id === value);
  return (
    <label>
      <span className="strong">{label}</span>
      <select className="field" value={isThere ? value : ""} onChange={(event) => choose(event.target.value)}>
        <option value="">{none}</option>
        {devices.map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Volume({
  label,
  value,
  change,
}: {
  label: string;
  value: number;
  change: (value: number) => void;
}): ReactNode {
  return (
    <label>
      <span className="strong">{label}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        style={{ width: "100%" }}
        onChange={(event) => change(Number(event.target.value))}
      />
    </label>
  );
}
