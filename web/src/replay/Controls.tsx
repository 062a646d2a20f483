import css from "./replay.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { t } from "../i18n/t";
import { Key } from "../shared/Desk";
import { clock } from "../shared/time";
import type { Ears, Player, PlayerSnapshot } from "./player";

interface ControlsProps {
  player: Player;
  sound: PlayerSnapshot;
  copyAt: () => void;
  isCopied: boolean;
  extra?: ReactNode;
}

/** Play, step, speed without a change of pitch, one voice or both, a loop, a link to this second. */
export function Controls({ player, sound, copyAt, isCopied, extra }: ControlsProps): ReactNode {
  const [ears, setEars] = useState<Ears>("both");
  return (
    <div className="row between wrap" style={{ marginTop: 10 }}>
      <div className={clsx("row", css.playerRow)}>
        <button className="btn slim" onClick={() => player.move(-5)}>
          {"−5 s"} <Key>{"←"}</Key>
          <span className="sr">{t("Reculer de 5 secondes")}</span>
        </button>
        <button
          className="btn primary"
          style={{ minWidth: 130 }}
          disabled={!sound.isReady}
          onClick={() => void player.toggle()}
        >
          {sound.isPlaying ? t("Pause") : t("Écouter")} <Key>{t("Espace")}</Key>
        </button>
        <button className="btn slim" onClick={() => player.move(5)}>
          {"+5 s"} <Key>{"→"}</Key>
          <span className="sr">{t("Avancer de 5 secondes")}</span>
        </button>
        <span className="num strong" style={{ fontSize: 18 }}>
          {clock(sound.at)}
        </span>
        <span className="num soft">{`/ ${clock(sound.seconds)}`}</span>
      </div>
      <div className="row wrap">
        <label className="small">
          {t("Vitesse")}{" "}
          <select
            className={clsx("field", css.narrow)}
            value={sound.rate}
            onChange={(event) => player.setRate(Number(event.target.value))}
          >
            {[0.75, 1, 1.25, 1.5, 2].map((rate) => (
              <option key={rate} value={rate}>{`${String(rate).replace(".", ",")} ×`}</option>
            ))}
          </select>
        </label>
        <label className="small">
          {t("Oreille")}{" "}
          <select
            className={clsx("field", css.narrow)}
            value={ears}
            onChange={(event) => {
              const chosen = event.target.value as Ears;
              setEars(chosen);
              player.listenTo(chosen);
            }}
          >
            <option value="both">{t("Les deux voix")}</option>
            <option value="adviser">{t("Conseiller seul")}</option>
            <option value="customer">{t("Client seul")}</option>
          </select>
        </label>
        <button className={`btn slim ${sound.loop ? "on" : ""}`} onClick={() => player.markLoop()}>
          {sound.loop ? t("Sortir de la boucle") : player.isLoopStarted ? t("Fin de boucle ici") : t("Boucle")}{" "}
          <Key>{"L"}</Key>
        </button>
        <button className="btn slim" onClick={copyAt}>
          {isCopied ? t("Lien copié") : t("Copier le lien à {time}", { time: clock(sound.at) })}
        </button>
        {extra}
      </div>
    </div>
  );
}
