import css from "./phone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { t } from "../i18n/t";
import type { ConnectionState } from "../live/socket";
import type { SoundState } from "../phone/line";
import type { Telephone } from "../shared/telephone";
import type { PhoneState } from "./phone";

const SERVER: Record<ConnectionState, string> = {
  connecting: "connexion…",
  open: "connecté",
  lost: "coupé",
  restarting: "redémarre",
  slowed: "ralenti",
  superseded: "ailleurs",
  signed_out: "fermé",
  closed: "fermé",
};

const SOUND: Record<SoundState, string> = {
  off: "arrêté",
  asking: "à autoriser",
  connecting: "connexion…",
  connected: "connecté",
  lost: "coupé",
  blocked: "bloqué",
  refused: "refusé",
  no_device: "sans micro",
  in_use: "micro pris",
  insecure: "bloqué",
};

/** Every word of these indicators. */
export const INDICATOR_WORDS = [...Object.values(SERVER), ...Object.values(SOUND)];

/** Server, sound, telephone (where one is registered) and call are different things: each has its own light and its own word. */
export function Indicators({
  connection,
  sound,
  phone,
  telephone,
  isUnstable,
}: {
  connection: ConnectionState;
  sound: SoundState;
  phone: PhoneState;
  telephone: Telephone;
  isUnstable: boolean;
}): ReactNode {
  const isWaiting = connection === "connecting" || connection === "restarting" || connection === "slowed";
  const isSoundWaiting = sound === "asking" || sound === "connecting";
  return (
    <>
      <dl className={clsx(css.indicators, telephone.names && css.four)} data-testid="indicators">
        <Light
          name={t("Serveur")}
          words={t(SERVER[connection])}
          tone={connection === "open" ? "live" : isWaiting ? "ring" : "bad"}
        />
        <Light
          name={t("Son")}
          words={t(SOUND[sound])}
          tone={sound === "connected" ? "live" : isSoundWaiting ? "ring" : telephone.names ? "" : "bad"}
        />
        {telephone.names && <Light name={t("Téléphone")} words={telephone.names} tone="live" />}
        <Light
          name={t("Appel")}
          words={phone.call ? (phone.isTalking ? t("en cours") : t("sonne")) : t("aucun")}
          tone={phone.tone}
        />
      </dl>
      <p className={clsx("small", css.networkUnstable)} aria-live="polite">
        {isUnstable ? t("Votre réseau est instable") : ""}
      </p>
    </>
  );
}

function Light({ name, words, tone }: { name: string; words: string; tone: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={clsx(css.light, tone)} aria-hidden="true" />
        <span className="cut" title={words}>
          {words}
        </span>
      </dd>
    </div>
  );
}
