import styles from "./interview.module.css";

import type { ReactNode } from "react";

import type { RoomScreen } from "../api/schema";
import { PHASE_NAMES } from "../examday/words";
import { t } from "../i18n/t";
import { PhaseClock } from "./PhaseClock";
import { PHASE_SENTENCES, ROOM_WORDS, roomKey } from "./words";

/** What a room reads of the interview, on the candidate's screen and on the projector alike. */
export function RoomWords({
  screen,
  heardAt,
  isLarge = false,
}: {
  screen: RoomScreen;
  heardAt: number;
  isLarge?: boolean;
}): ReactNode {
  const [title, sentence] = wordsOf(screen);
  return (
    <section className={isLarge ? styles.large : styles.small} aria-live="polite">
      {isLarge ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>
        {screen.reaction === "recording" && <span className={styles.dot} aria-hidden="true" />}
        {sentence}
      </p>
      {screen.phase === "recorded_sequence" && screen.number !== null && (
        <p className={styles.number}>{t("Séquence {n}", { n: screen.number })}</p>
      )}
      {isLarge && <PhaseClock view={screen.clock} serverNow={screen.server_now} heardAt={heardAt} />}
    </section>
  );
}

function wordsOf(screen: RoomScreen): [string, string] {
  const { phase, next_phase: next, clock } = screen;
  if (phase === null)
    return next === null
      ? [t("L'entretien est terminé"), t("Merci. Suivez les consignes du jury.")]
      : [t("Étape suivante : {phase}", { phase: t(PHASE_NAMES[next]) }), t("Elle va s'ouvrir.")];
  if (clock?.state === "paused") return [t("L'épreuve est suspendue"), t("Votre temps est arrêté.")];
  if (phase !== "recorded_sequence") return [t(PHASE_NAMES[phase]), t(PHASE_SENTENCES[phase] ?? "")];
  const [title, sentence] = ROOM_WORDS[roomKey(screen)] ?? ["", ""];
  return [t(title), t(sentence)];
}
