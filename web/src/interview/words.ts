/** The words of the interviews: what a room is told, groups of the guide, what is wrong with a microphone. */

import type { GuideItem, RoomScreen } from "../api/schema";
import type { MicrophoneTrouble } from "./roomRecorder";

export type GuideKind = GuideItem["kind"];
export type GuidePart = GuideItem["part"];

export const KIND_WORDS: Record<GuideKind, string> = {
  unseen: "Critères que vous n'avez pas observés",
  differs: "Critères sur lesquels les deux jurés diffèrent",
  moment: "Moments à réentendre",
  passage: "Passages des écrits",
  production: "Productions",
  question: "Questions ouvertes",
  file: "Le dossier professionnel",
  job: "Le métier",
  notes: "Mes notes",
};

export const KINDS = Object.keys(KIND_WORDS) as GuideKind[];

export const MICROPHONE_WORDS: Record<MicrophoneTrouble, string> = {
  refused: "Le navigateur n'a pas le droit d'utiliser le micro. Autorisez-le à gauche de l'adresse, puis réessayez.",
  none: "Aucun micro n'est branché à cet ordinateur. Branchez-en un, puis réessayez.",
  unsupported: "Cette page n'a pas accès au micro. Ouvrez-la par son adresse en https, puis réessayez.",
  failed: "Le micro ne s'ouvre pas : un autre programme l'utilise peut-être. Fermez-le, puis réessayez.",
};

/** What the room reads of the sequence, as title and sentence. */
export const ROOM_WORDS: Record<string, [string, string]> = {
  to_draw: ["Tirage de la séquence", "Vous dites un nombre ou un mot : la séquence est tirée avec vous."],
  drawn: ["La séquence est tirée", "Le jury va lancer l'écoute. Écoutez le client comme au téléphone."],
  playing: ["Écoutez le client", "Vous lui répondrez ensuite à voix haute."],
  heard: ["À vous de répondre", "Répondez au client à voix haute, comme s'il était en ligne."],
  recording: ["Répondez au client", "Votre réponse est enregistrée."],
  done: ["Les questions du jury", "Le jury vous interroge sur votre façon de gérer les situations difficiles."],
};

export const PHASE_SENTENCES: Record<string, string> = {
  interview_preparation: "Vous préparez l'entretien avec vos écrits et les documents de l'entreprise.",
  debrief: "Le jury revient avec vous sur vos échanges et vos écrits.",
  technical_interview: "Le jury revient avec vous sur vos échanges et vos productions.",
  final_interview: "Le jury échange avec vous sur votre dossier professionnel et sur le métier.",
};

/** Which of the room's words holds now. */
export function roomKey({ sequence, reaction }: Pick<RoomScreen, "sequence" | "reaction">): string {
  if (reaction !== "none") return reaction;
  return sequence ?? "to_draw";
}

/** Every word of these tables. */
export const INTERVIEW_WORDS = [
  ...Object.values(KIND_WORDS),
  ...Object.values(MICROPHONE_WORDS),
  ...Object.values(ROOM_WORDS).flat(),
  ...Object.values(PHASE_SENTENCES),
];
