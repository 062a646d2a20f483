/** Whether this computer's microphone hears: a meter for as long as it is asked for. Nothing is sent or recorded. */

import style from "./draws.module.css";

import { type ReactNode, useEffect, useState } from "react";

import { t } from "../i18n/t";
import { StreamLevel } from "../phone/levels";

const EVERY_MS = 100;
/** Of the meter's length: somebody who speaks, not the room's hum. */
const HEARD = 0.35;

type State = "idle" | "asking" | "listening" | "refused";

export function MicrophoneCheck(): ReactNode {
  const [state, setState] = useState<State>("idle");
  const [level, setLevel] = useState(0);
  const [wasHeard, setHeard] = useState(false);
  const isOn = state === "asking" || state === "listening";
  useEffect(() => {
    if (!isOn) return;
    let isOver = false;
    let end = (): void => undefined;
    const listen = async (): Promise<void> => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const meter = new StreamLevel(stream);
      const timer = window.setInterval(() => {
        const now = meter.now();
        setLevel(now);
        if (now > HEARD) setHeard(true);
      }, EVERY_MS);
      end = () => {
        window.clearInterval(timer);
        meter.close();
        stream.getTracks().forEach((track) => track.stop());
      };
      if (isOver) end();
      else setState("listening");
    };
    listen().catch(() => !isOver && setState("refused"));
    return () => {
      isOver = true;
      end();
    };
  }, [isOn]);
  return (
    <section className={`card ${style.act}`} aria-labelledby="microphone">
      <h2 id="microphone">{t("Micro de ce poste")}</h2>
      {isOn && <meter aria-label={t("Niveau du micro")} min={0} max={1} value={level} />}
      <p role="status">
        {state === "refused"
          ? t("Le navigateur n'a pas accès au micro. Autorisez-le à gauche de l'adresse, puis recommencez.")
          : wasHeard
            ? t("Il vous entend.")
            : isOn
              ? t("Parlez : la barre doit bouger. Rien n'est enregistré.")
              : t("Rien n'est enregistré pendant le test.")}
      </p>
      <button className="btn" onClick={() => setState(isOn ? "idle" : "asking")}>
        {isOn ? t("Arrêter le test") : t("Tester le micro")}
      </button>
    </section>
  );
}
