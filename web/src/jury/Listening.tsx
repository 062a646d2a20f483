/** In the jury's top bar: play or only listen, and what their own sound does. */

import type { ReactNode } from "react";

import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { SoundLine, SoundState } from "../phone/line";
import { Popover } from "../shared/Popover";
import { phoneName, telephone } from "../shared/telephone";
import { DeviceChoice, SoundHelp, soundWords, Unplugged, useSound } from "../shared/Sound";

/** What the sound button says: the page's sound, or the telephone that stands in for it. */
function myWords(desk: JuryDesk, state: SoundState): string {
  const mine = telephone(desk.line, desk.call, state === "connected");
  if (!mine.names) return soundWords(state);
  return mine.isAlone ? t("Téléphone : {name}", { name: mine.names }) : t("Son et téléphone");
}

export function Listening({
  desk,
  live,
  line,
}: {
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
  line: SoundLine;
}): ReactNode {
  const sound = useSound(line);
  return (
    <>
      <button
        className={`btn slim ${desk.listening ? "on" : ""}`}
        role="switch"
        aria-checked={desk.listening}
        title={t("Écouter sans être entendu, pour noter")}
        onClick={() => void live.send({ type: "listen", on: !desk.listening })}
      >
        {desk.listening ? t("J'écoute seulement") : t("Écouter seulement")}
      </button>
      <Popover
        button={myWords(desk, sound.state)}
        className={`btn slim ${sound.state === "connected" || desk.line.phones.length > 0 ? "" : "on"}`}
        label={t("Mon casque")}
      >
        <div className="col">
          <SoundHelp line={line} state={sound.state} />
          <DeviceChoice line={line} />
          <Unplugged line={line} />
          <a className="btn slim" href="/telephone" target="_blank" rel="noreferrer">
            {desk.line.phones.length > 0
              ? t("Mon téléphone : {name}", { name: desk.line.phones.map(phoneName).join(", ") })
              : t("Parler par un téléphone…")}
          </a>
          {desk.presence.listening_number && (
            <p className="small soft">
              {t("Écouter au téléphone, sans être entendu : composez {number}.", {
                number: desk.presence.listening_number,
              })}
            </p>
          )}
        </div>
      </Popover>
    </>
  );
}
