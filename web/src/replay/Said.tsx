/** What was said, turn by turn beside its seconds: a click on a word plays it, a correction stays marked as one. */

import css from "./said.module.css";
import marked from "../shared/marking.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import type { SaidTurnView, Transcript } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";

const STATES: Record<Transcript["state"], string> = {
  none: "",
  unavailable: "La transcription n'est pas installée ici : le son se réécoute, les mots ne se lisent pas.",
  waiting: "Transcription en cours : le texte s'affichera de lui-même.",
  ready: "Personne n'a parlé dans cet appel.",
  failed: "La transcription a échoué. L'enregistrement, lui, est complet.",
};

/** What stands in place of a transcript, for whoever translates it. */
export const TRANSCRIPT_WORDS = Object.values(STATES).filter(Boolean);

interface SaidProps {
  transcript: Transcript;
  customer: string;
  at: number;
  /** Seconds of the exchange at which the recording begins. */
  zero: number;
  seek: (seconds: number) => void;
  correct?: (turn: SaidTurnView, text: string) => void;
}

export function Said({ transcript, customer, at, zero, seek, correct }: SaidProps): ReactNode {
  const [editing, setEditing] = useState<string | null>(null);
  const current = transcript.turns.findLastIndex((turn) => turn.at_seconds <= at + 0.05);
  return (
    <div className={clsx("scroll", css.said)} tabIndex={0} role="region" aria-label={t("Transcription")}>
      {transcript.turns.length === 0 && <p className="soft">{t(STATES[transcript.state])}</p>}
      <ol className="plain-list">
        {transcript.turns.map((turn, index) => {
          const key = `${turn.call_id}-${turn.turn}`;
          return (
            <li key={key} className={clsx(css.saidTurn, css[turn.by], index === current && css.now)} data-by={turn.by}>
              <button className={clsx(marked.chip, marked.note)} onClick={() => seek(turn.at_seconds)}>
                {clock(Math.max(0, turn.at_seconds - zero))}
              </button>
              <div className="grow">
                <span className="tiny soft strong">
                  {turn.by === "customer" ? customer : turn.by === "adviser" ? t("Conseiller") : t("Superviseur")}
                </span>
                {turn.corrected && <span className="tiny soft">{` · ${t("corrigé")}`}</span>}
                {editing === key && correct ? (
                  <Correction
                    turn={turn}
                    save={(text) => {
                      if (text !== turn.text) correct(turn, text);
                      setEditing(null);
                    }}
                  />
                ) : (
                  <p>
                    {turn.words.length === 0
                      ? turn.text
                      : turn.words.map((word, place) => (
                          <Word
                            key={place}
                            at_seconds={word.at_seconds}
                            text={place === 0 ? word.text.trimStart() : word.text}
                            seek={seek}
                          />
                        ))}
                  </p>
                )}
              </div>
              {correct && editing !== key && (
                <button className="btn slim plain" onClick={() => setEditing(key)}>
                  {t("Corriger")}
                  <span className="sr">{` ${clock(Math.max(0, turn.at_seconds - zero))}`}</span>
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** For the mouse; the keyboard has the turn's own button. */
function Word({
  text,
  at_seconds,
  seek,
}: {
  text: string;
  at_seconds: number;
  seek: (seconds: number) => void;
}): ReactNode {
  return (
    <button className={css.word} tabIndex={-1} onClick={() => seek(at_seconds)}>
      {text}
    </button>
  );
}

function Correction({ turn, save }: { turn: SaidTurnView; save: (text: string) => void }): ReactNode {
  const [text, setText] = useState(turn.text);
  return (
    <form
      className="row"
      style={{ alignItems: "flex-end" }}
      onSubmit={(event) => {
        event.preventDefault();
        save(text.trim());
      }}
    >
      <textarea
        className="field"
        rows={2}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- opened by a press on the button that it replaces
        autoFocus
        aria-label={t("Ce qui a été dit")}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && save(turn.text)}
      />
      <button className="btn slim primary">{t("Corriger")}</button>
    </form>
  );
}
