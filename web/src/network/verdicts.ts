/** What was found of a room's network, in words: one line a thing, each with what to do where it does not hold. Pure. */

import { plural, t } from "../i18n/t";
import type { MicrophoneProblem } from "../phone/devices";

export interface Found {
  microphone: { label: string } | { problem: MicrophoneProblem | "insecure" };
  /** Without the relay, then through it alone; null: no relay is set. */
  direct: Path;
  relay: Path | null;
  /** Mbit/s; null: the transfer failed. */
  down: number | null;
  up: number | null;
}

export interface Path {
  isOpen: boolean;
  /** udp, tcp or tls, as the browser names what connected. */
  protocol: string;
  roundTripMs: number | null;
  /** Of a relay through which nothing passes, as far as the browser tells. */
  stop?: RelayStop;
}

/** It turns us away; it is not reached; it is reached, and does not reach the server. */
export type RelayStop = "refused" | "unreachable" | "beyond" | "unknown";

export interface Line {
  name: string;
  state: "good" | "warning" | "bad";
  words: string;
  remedy: string;
}

/** A network that only just carries its calls cuts them when somebody downloads a file. */
const SHARE_FOR_CALLS = 0.5;
const SLOW_MS = 150;

/** `calls`: how many at once in this room; `callKbitS`: what one takes each way. */
export function verdicts(found: Found, calls: number, callKbitS: number): Line[] {
  return [microphone(found), sound(found), relay(found), bandwidth(found, calls, callKbitS)];
}

/** How many calls at once both ways carry. */
export function callsCarried(found: Found, callKbitS: number): number {
  return Math.floor((Math.min(found.down ?? 0, found.up ?? 0) * 1000 * SHARE_FOR_CALLS) / callKbitS);
}

export function microphone({ microphone: one }: Pick<Found, "microphone">): Line {
  const name = t("Micro");
  if ("label" in one) return { name, state: "good", words: t("Un micro répond : {label}.", one), remedy: "" };
  const words = {
    refused: t("Le navigateur refuse le micro."),
    no_device: t("Aucun micro n'est branché."),
    in_use: t("Le micro est pris par un autre logiciel."),
    insecure: t("Cette adresse n'est pas sûre : le navigateur cache le micro."),
  };
  const remedies = {
    refused: t("Autorisez le micro pour ce site (cadenas de la barre d'adresse), puis recommencez."),
    no_device: t("Branchez un casque, puis recommencez."),
    in_use: t("Fermez l'autre logiciel (visioconférence, enregistreur), puis recommencez."),
    insecure: t("Ouvrez Combiné par son adresse https."),
  };
  return { name, state: "bad", words: words[one.problem], remedy: remedies[one.problem] };
}

export function sound({ direct, relay: through }: Pick<Found, "direct" | "relay">): Line {
  const name = t("Son des appels (UDP)");
  const ms = direct.roundTripMs === null ? null : Math.round(direct.roundTripMs);
  if (direct.isOpen && direct.protocol === "udp")
    return ms !== null && ms > SLOW_MS
      ? {
          name,
          state: "warning",
          words: t("Le son passe en UDP, mais lentement : {ms} ms aller-retour.", { ms }),
          remedy: t("Préférez un câble au Wi-Fi ; au-delà de {most} ms, on se coupe la parole.", { most: SLOW_MS }),
        }
      : {
          name,
          state: "good",
          words:
            ms === null
              ? t("Le son passe directement, en UDP.")
              : t("Le son passe directement, en UDP : {ms} ms aller-retour.", { ms }),
          remedy: "",
        };
  if (direct.isOpen)
    return {
      name,
      state: "warning",
      words: t("Le son passe, mais pas en UDP ({protocol}) : une perte le fera attendre.", {
        protocol: direct.protocol.toUpperCase(),
      }),
      remedy: t("Faites ouvrir l'UDP entre cette salle et le serveur : les ports sont dans le guide informatique."),
    };
  if (through?.isOpen)
    return {
      name,
      state: "warning",
      words: t("L'UDP direct est fermé ; le son passera par le relais."),
      remedy: t("Cela suffit. L'UDP ouvert entre cette salle et le serveur coûterait moins de délai."),
    };
  return {
    name,
    state: "bad",
    words: t("Le son ne passe pas entre cette salle et le serveur."),
    remedy: t("Faites ouvrir l'UDP vers le serveur, ou réglez un relais TURN : voir le guide informatique."),
  };
}

function relay({ direct, relay: through }: Found): Line {
  const name = t("Relais (TURN)");
  if (through === null)
    return {
      name,
      state: direct.isOpen ? "good" : "bad",
      words: direct.isOpen
        ? t("Aucun relais n'est réglé, et cette salle s'en passe.")
        : t("Aucun relais n'est réglé, et cette salle en aurait besoin."),
      remedy: direct.isOpen ? "" : t("Réglez un relais TURN : voir le guide informatique."),
    };
  if (through.isOpen) return { name, state: "good", words: t("Le relais répond : le son y passe."), remedy: "" };
  const words = {
    refused: t("Le relais répond, mais refuse ce que Combiné lui présente."),
    unreachable: t("Le relais est réglé mais ne répond pas depuis cette salle."),
    beyond: t("Le relais répond, mais n'atteint pas le serveur de Combiné."),
    unknown: t("Le relais est réglé mais rien n'y passe depuis cette salle."),
  };
  const remedies = {
    refused: t(
      "Donnez le même secret au relais et à Combiné, vérifiez l'heure des deux machines, puis redémarrez-les : voir le guide informatique.",
    ),
    unreachable: t(
      "Faites vérifier son adresse, et ouvrir son port (3478, UDP et TCP) entre cette salle et lui : voir le guide informatique.",
    ),
    beyond: t(
      "Sur le relais, autorisez l'adresse du serveur et ouvrez ses ports UDP entre les deux : voir le guide informatique.",
    ),
    unknown: t("Faites vérifier son adresse, son secret et le pare-feu : voir le guide informatique."),
  };
  const stop = through.stop ?? "unknown";
  return { name, state: direct.isOpen ? "warning" : "bad", words: words[stop], remedy: remedies[stop] };
}

function bandwidth(found: Found, calls: number, callKbitS: number): Line {
  const name = t("Débit");
  if (found.down === null || found.up === null)
    return {
      name,
      state: "bad",
      words: t("Le débit n'a pas pu être mesuré : un transfert a été coupé."),
      remedy: t("Recommencez ; si cela dure, un filtre coupe les transferts d'un mégaoctet."),
    };
  const carried = callsCarried(found, callKbitS);
  const figures = { down: oneDecimal(found.down), up: oneDecimal(found.up) };
  const measured = t("{down} Mbit/s en réception, {up} Mbit/s à l'envoi", figures);
  if (carried >= calls)
    return {
      name,
      state: "good",
      words: `${measured}${plural(calls, " : assez pour {n} appel.", " : assez pour {n} appels à la fois.")}`,
      remedy: "",
    };
  return {
    name,
    state: "bad",
    words: `${measured}${plural(carried, " : {n} appel à la fois, pour {calls} prévus.", " : {n} appels à la fois, pour {calls} prévus.", { calls })}`,
    remedy: t("Préférez le câble, évitez les téléchargements pendant l'épreuve, ou répartissez les postes."),
  };
}

function oneDecimal(value: number): string {
  return value.toLocaleString("fr-FR", { maximumFractionDigits: 1 });
}
