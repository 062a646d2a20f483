/** In the jury's top bar: play or only listen, and what their own sound does. */

import type { ReactNode } from "react";

import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { SoundLine } from "../phone/line";
import { Popover } from "../shared/Popover";
import { DeviceChoice, SoundHelp, soundWords, Unplugged, useSound } from "../shared/Sound";

export function Listening({ desk, live, line }: { desk: JuryDesk; live: LiveDesk<JuryDesk>; line: SoundLine }): ReactNode {
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
      <Popover button={soundWords(sound.state)} className={`btn slim ${sound.state === "connected" ? "" : "on"}`} label={t("Mon casque")}>
        <div className="col">
          <SoundHelp line={line} state={sound.state} />
          <DeviceChoice line={line} />
          <Unplugged line={line} />
        </div>
      </Popover>
    </>
  );
}
