/** Practice: what the trainee takes away from an exchange, each point a second to hear again. */

import css from "./feedback.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { FeedbackPoint, FeedbackView } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";
import { Measures } from "./Measures";
import { TrainerWords } from "./TrainerWords";
import { Writings } from "./Writings";

interface FeedbackProps {
  feedback: FeedbackView;
  /** Second of the exchange at which its recording begins. */
  zero: number;
  seek: (seconds: number) => void;
}

export function Feedback({ feedback, zero, seek }: FeedbackProps): ReactNode {
  if (feedback.state === "waiting" && !feedback.by_trainer)
    return (
      <p className="soft" role="status">
        {t("Votre échange est en cours de lecture : quelques secondes…")}
      </p>
    );
  const isEmpty = feedback.strengths.length + feedback.next_steps.length === 0;
  return (
    <div className={css.feedback}>
      {feedback.by_trainer ? (
        <section aria-label={t("Le mot de votre formateur")}>
          <h2>{t("Le mot de votre formateur")}</h2>
          {feedback.text ? (
            <TrainerWords text={feedback.text} zero={zero} seek={seek} />
          ) : (
            <p className="soft small">{t("Votre formateur a partagé ses repères : ils sont sous « Critères ».")}</p>
          )}
        </section>
      ) : (
        <>
          <p className="tiny soft">
            {t(
              "Ce retour est proposé par Combiné d'après votre échange. Votre formateur peut le compléter ; il a toujours le dernier mot.",
            )}
          </p>
          {!feedback.has_words && (
            <p className="small soft">
              {t("Transcription indisponible : ce retour ne tient compte que de ce qui a été mesuré et écrit.")}
            </p>
          )}
          {isEmpty && <p className="soft">{t("Rien à signaler sur cet échange : il était sans doute trop court.")}</p>}
          <Points
            title={t("Ce que vous avez réussi")}
            kind="good"
            points={feedback.strengths}
            zero={zero}
            seek={seek}
          />
          <Points title={t("Pour aller plus loin")} kind="ahead" points={feedback.next_steps} zero={zero} seek={seek} />
        </>
      )}
      <Measures measured={feedback.measured} />
      <Writings texts={feedback.texts} seek={seek} />
    </div>
  );
}

interface PointsProps {
  title: string;
  kind: "good" | "ahead";
  points: FeedbackPoint[];
  zero: number;
  seek: (seconds: number) => void;
}

function Points({ title, kind, points, zero, seek }: PointsProps): ReactNode {
  if (points.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="plain-list">
        {points.map((one) => (
          <li key={one.criterion} className={clsx(css.feedbackPoint, css[kind])}>
            <div className="row between" style={{ alignItems: "flex-start" }}>
              <b>{one.words}</b>
              {one.at_seconds !== null && (
                <button
                  className="btn slim num"
                  aria-label={t("Réécouter à {time}", { time: clock(Math.max(0, one.at_seconds - zero)) })}
                  onClick={() => seek((one.at_seconds ?? 0) - 1)}
                >
                  <span aria-hidden="true">{"▶ "}</span>
                  {clock(Math.max(0, one.at_seconds - zero))}
                </button>
              )}
            </div>
            <p className="small">{one.reason}</p>
            <p className="tiny soft">{`${one.criterion} · ${one.label}`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
