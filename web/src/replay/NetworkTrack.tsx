/** Under the waveforms: what each side's network did, and in words who heard badly because of it. */

import css from "./replay.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { BadNetworkView, RecordingView } from "../api/schema";
import { t } from "../i18n/t";
import { decimal, levelWords } from "../shared/networkWords";
import { clock } from "../shared/time";

/** Whose voice goes where: who heard badly, and between whom and us the network failed. Pure, in the reader's language. */
export function badNetworkWords(span: BadNetworkView, zero: number): string {
  const at = { from: clock(span.at_seconds - zero), to: clock(span.at_seconds - zero + span.seconds) };
  const heard = span.cause === "blackout" ? "nothing" : span.mos < 2 ? "barely" : "badly";
  return `${t(HEARD[span.ear][heard], at)} ${causeWords(span)}`;
}

function causeWords(span: BadNetworkView): string {
  const way = span.channel === span.ear ? "to" : "from";
  const values = {
    loss: String(Math.round(span.loss_percent)),
    jitter: Math.round(span.jitter_ms),
    trip: Math.round(span.round_trip_ms ?? 0),
  };
  return t(CAUSES[span.cause][span.channel][way], values);
}

const HEARD: Record<"adviser" | "customer", Record<"nothing" | "barely" | "badly", string>> = {
  adviser: {
    nothing: "De {from} à {to}, le candidat n'entendait rien :",
    barely: "De {from} à {to}, le candidat n'entendait presque rien :",
    badly: "De {from} à {to}, le candidat entendait mal :",
  },
  customer: {
    nothing: "De {from} à {to}, le client n'entendait rien :",
    barely: "De {from} à {to}, le client n'entendait presque rien :",
    badly: "De {from} à {to}, le client entendait mal :",
  },
};

type Ways = Record<"adviser" | "customer", Record<"to" | "from", string>>;

const CAUSES: Record<BadNetworkView["cause"], Ways> = {
  blackout: {
    adviser: {
      to: "aucun son n'arrivait à son poste (réseau).",
      from: "aucun son n'arrivait du poste du candidat (réseau).",
    },
    customer: {
      to: "aucun son n'arrivait à son poste (réseau).",
      from: "aucun son n'arrivait du poste du client (réseau).",
    },
  },
  loss: {
    adviser: {
      to: "{loss} % de pertes vers son poste (réseau).",
      from: "{loss} % de pertes depuis le poste du candidat (réseau).",
    },
    customer: {
      to: "{loss} % de pertes vers son poste (réseau).",
      from: "{loss} % de pertes depuis le poste du client (réseau).",
    },
  },
  jitter: {
    adviser: {
      to: "son irrégulier vers son poste, {jitter} ms de gigue (réseau).",
      from: "son irrégulier depuis le poste du candidat, {jitter} ms de gigue (réseau).",
    },
    customer: {
      to: "son irrégulier vers son poste, {jitter} ms de gigue (réseau).",
      from: "son irrégulier depuis le poste du client, {jitter} ms de gigue (réseau).",
    },
  },
  delay: {
    adviser: {
      to: "{trip} ms d'aller-retour avec son poste (réseau).",
      from: "{trip} ms d'aller-retour avec le poste du candidat (réseau).",
    },
    customer: {
      to: "{trip} ms d'aller-retour avec son poste (réseau).",
      from: "{trip} ms d'aller-retour avec le poste du client (réseau).",
    },
  },
};

/** Every sentence of these spans. */
export const BAD_NETWORK_SENTENCES: string[] = [
  ...Object.values(HEARD).flatMap((row) => Object.values(row)),
  ...Object.values(CAUSES).flatMap((ways) => Object.values(ways).flatMap((row) => Object.values(row))),
];

interface TrackProps {
  recording: RecordingView;
  zero: number;
  seconds: number;
}

/** One thin row for each side; its words are in the list below. */
export function NetworkTrack({ recording, zero, seconds }: TrackProps): ReactNode {
  if (recording.network.length === 0 || seconds <= 0) return null;
  return (
    <>
      <span className={clsx("tiny soft", css.networkName)}>{t("Réseau")}</span>
      <div className={css.networkTrack} aria-hidden="true">
        {(["adviser", "customer"] as const).map((channel) => (
          <div key={channel} className={css.networkRow}>
            {recording.network
              .filter((run) => run.channel === channel && run.seconds > 0)
              .map((run) => (
                <i
                  key={run.at_seconds}
                  className={run.level ? css[run.level] : undefined}
                  style={{
                    left: `${(100 * (run.at_seconds - zero)) / seconds}%`,
                    width: `${(100 * run.seconds) / seconds}%`,
                  }}
                  title={`${channel === "adviser" ? t("Candidat") : t("Client")} ${clock(run.at_seconds - zero)} : ${levelWords(run.level)}${run.mos === null ? "" : ` (MOS ${decimal(run.mos)})`}`}
                />
              ))}
          </div>
        ))}
      </div>
    </>
  );
}

export function BadNetwork({
  recording,
  zero,
  seek,
}: {
  recording: RecordingView;
  zero: number;
  seek: (seconds: number) => void;
}): ReactNode {
  if (recording.bad_network.length === 0) return null;
  return (
    <ul className={clsx("plain-list", css.badNetwork, "small")} aria-label={t("Le réseau pendant l'appel")}>
      {recording.bad_network.map((span) => (
        <li key={`${span.at_seconds}${span.channel}${span.ear}`}>
          <button className={css.momentLink} onClick={() => seek(Math.max(zero, span.at_seconds - 1))}>
            <span aria-hidden="true">⚠</span> {badNetworkWords(span, zero)}
          </button>
        </li>
      ))}
    </ul>
  );
}
