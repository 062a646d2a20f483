/** What the trainee wrote, with the faults that an examiner would underline and what is wrong with each. */

import css from "./feedback.module.css";

import type { ReactNode } from "react";

import type { ReadText } from "../api/schema";
import { plural, t } from "../i18n/t";

const PLACES: Record<ReadText["place"], string> = {
  message: "Message",
  record: "Commentaire de la fiche",
  confirmation: "Confirmation",
};

/** For whoever translates them. */
export const PLACE_WORDS = Object.values(PLACES);

export function Writings({ texts, seek }: { texts: ReadText[]; seek: (seconds: number) => void }): ReactNode {
  if (texts.length === 0) return null;
  const faulty = texts.filter((one) => one.faults.length > 0);
  const faults = faulty.reduce((sum, one) => sum + one.faults.length, 0);
  return (
    <section aria-label={t("Vos écrits")}>
      <h2>{t("Vos écrits")}</h2>
      {faults === 0 ? (
        <p className="small">{t("Aucune faute relevée. Bravo, c'est ce que le client voit en premier.")}</p>
      ) : (
        <p className="small soft">
          {plural(
            faults,
            "{n} point à corriger, expliqué sous le texte.",
            "{n} points à corriger, expliqués sous chaque texte.",
          )}
        </p>
      )}
      {faulty.map((one, index) => (
        <Writing key={index} text={one} seek={seek} />
      ))}
    </section>
  );
}

function Writing({ text, seek }: { text: ReadText; seek: (seconds: number) => void }): ReactNode {
  const { at_seconds: at } = text;
  return (
    <div className={css.writing}>
      <div className="row between">
        <span className="tiny strong soft">{t(PLACES[text.place])}</span>
        {at !== null && (
          <button className="btn slim plain" onClick={() => seek(at)}>
            {t("Revoir dans le chat")}
          </button>
        )}
      </div>
      <p className={css.writingText}>{underlined(text)}</p>
      <ol className="small">
        {text.faults.map((fault) => (
          <li key={fault.start}>
            <b>{`«\u00a0${text.text.slice(fault.start, fault.end)}\u00a0»`}</b> {fault.problem}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The text cut at its faults, which come in their order and never overlap. */
function underlined(text: ReadText): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const fault of text.faults) {
    parts.push(
      text.text.slice(from, fault.start),
      <mark key={fault.start}>{text.text.slice(fault.start, fault.end)}</mark>,
    );
    from = fault.end;
  }
  return [...parts, text.text.slice(from)];
}
