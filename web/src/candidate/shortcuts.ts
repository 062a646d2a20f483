/** The candidate's shortcuts, and their words. */

import { t } from "../i18n/t";
import { type Shortcuts, ShortcutStore } from "../shared/shortcuts";

export type Action = "answer" | "mute" | "hold" | "supervisor" | "hang_up" | "keypad" | "notes" | "message" | "time";

const LETTERS: Record<Action, string> = {
  answer: "r",
  mute: "m",
  hold: "h",
  supervisor: "s",
  hang_up: "f",
  keypad: "k",
  notes: "n",
  message: "c",
  time: "t",
};

export const ACTIONS: [Action, string][] = [
  ["answer", "Répondre à l'appel"],
  ["mute", "Couper ou rouvrir le micro"],
  ["hold", "Mettre en attente, reprendre"],
  ["supervisor", "Appeler le superviseur"],
  ["hang_up", "Raccrocher, refuser"],
  ["keypad", "Clavier du téléphone"],
  ["notes", "Aller au bloc-notes"],
  ["message", "Aller au message du chat"],
  ["time", "Entendre le temps restant"],
];

export const shortcutStore = new ShortcutStore(LETTERS);

/** « Alt R », or nothing when shortcuts are off. */
export function keyWords(shortcuts: Shortcuts, action: Action): string {
  return shortcuts.isOff ? "" : t("Alt {letter}", { letter: (shortcuts.letters[action] ?? "").toUpperCase() });
}
