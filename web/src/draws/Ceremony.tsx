/** A draw in two steps: bound before, a word with the candidate, revealed after. One button at a time. */

import style from "./draws.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { BoundDraw, Drawing, OneChoice, SeatDraws } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { Verifying } from "./Verifying";

interface CeremonyProps {
  seat: SeatDraws;
  drawing: Drawing;
  changed: () => void;
}

export function Ceremony({ seat, drawing, changed }: CeremonyProps): ReactNode {
  const [problem, setProblem] = useState("");
  const params = { path: { seat_id: seat.seat_id, what: drawing.what } };
  const heard = (error: unknown): boolean => {
    setProblem(wordsOf(error));
    changed();
    return error === undefined;
  };
  const bind = async (reason: string): Promise<boolean> =>
    heard((await client.POST("/api/staff/seats/{seat_id}/draws/{what}", { params, body: { reason } })).error);
  const reveal = async (word: string): Promise<boolean> =>
    heard((await client.POST("/api/staff/seats/{seat_id}/draws/{what}/reveal", { params, body: { word } })).error);
  const { draw } = drawing;
  const revealed = draw?.revealed ?? null;
  return (
    <main className={style.main}>
      <div className={style.left}>
        {problem && (
          <p className="banner bad" role="alert">
            {problem}
          </p>
        )}
        <Result drawing={drawing} />
        <Steps draw={draw} />
        {draw === null && <Bind drawing={drawing} bind={bind} />}
        {draw !== null && revealed === null && <Say reveal={reveal} />}
        {revealed && drawing.what === "recording" && (
          <section className={`card ${style.act}`}>
            <h2>{t("L'écoute peut commencer")}</h2>
            <p>{t("La séquence s'écoute sur les haut-parleurs de la salle, depuis l'écran de l'entretien.")}</p>
            <p>
              <a className={`btn primary ${style.big}`} href={`/jury/candidat/${seat.seat_id}/entretien`}>
                {t("Passer à l'écoute")}
              </a>
            </p>
          </section>
        )}
        {revealed && drawing.what === "subject" && (
          <section className={`card ${style.act}`}>
            <h2>{t("La préparation peut commencer")}</h2>
            <p>{t("Les fiches des clients de ce sujet s'ouvrent au poste du candidat avec l'étape.")}</p>
            <p>
              <a className={`btn primary ${style.big}`} href={`/jury/candidat/${seat.seat_id}`}>
                {t("Revenir au poste du candidat")}
              </a>
            </p>
          </section>
        )}
        {draw && drawing.can_draw_again && <Again isRevealed={revealed !== null} bind={bind} />}
      </div>
      <Verifying
        what={drawing.what}
        draw={draw}
        proof={`/api/staff/seats/${seat.seat_id}/draws/${drawing.what}/proof.json`}
      />
    </main>
  );
}

/** Readable from three metres. */
export function Result({ drawing }: { drawing: Drawing }): ReactNode {
  const revealed = drawing.draw?.revealed ?? null;
  const thing = drawing.what === "subject" ? t("Sujet") : t("Séquence");
  const left = drawing.choices.filter((one) => one.is_left).length;
  return (
    <section className={`card ${style.result}`} aria-labelledby="result" aria-live="polite">
      <div className={style.words}>
        <h2 id="result">{revealed ? `${thing} ${revealed.number}` : `${thing} …`}</h2>
        <p>
          {revealed
            ? revealed.title || t("tirée au sort à {time}", { time: timeOfDay(revealed.revealed_at) })
            : drawing.what === "subject"
              ? plural(left, "un seul sujet possible", "à tirer parmi {n} sujets")
              : plural(left, "une seule séquence possible", "à tirer parmi {n} séquences")}
        </p>
        {drawing.draw !== null && drawing.draw.times > 0 && (
          <p className={style.said}>{t("Tout a déjà été tiré devant ce jury : chaque numéro revient en jeu.")}</p>
        )}
      </div>
      <ol className={`num ${style.tiles}`}>
        {drawing.choices.map((one) => {
          const isDrawn = one.number === revealed?.number;
          return (
            <li key={one.number} className={isDrawn ? style.drawn : one.is_left ? "" : style.used}>
              <span role="img" aria-label={saidOf(one, isDrawn)}>
                {one.number}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function saidOf(one: OneChoice, isDrawn: boolean): string {
  if (isDrawn) return t("{n}, tiré", { n: one.number });
  return one.is_left ? t("{n}, en jeu", { n: one.number }) : t("{n}, déjà tiré devant ce jury", { n: one.number });
}

/** Before, with you, after. */
export function Steps({ draw }: { draw: BoundDraw | null }): ReactNode {
  const revealed = draw?.revealed ?? null;
  return (
    <ol className={`card ${style.steps}`} aria-label={t("Comment le tirage se fait")}>
      <li aria-current={draw === null ? "step" : undefined}>
        <span className={style.when}>
          {draw ? t("1 · Avant, à {time}", { time: timeOfDay(draw.bound_at) }) : t("1 · Avant")}
        </span>
        <b>{draw ? t("Engagement publié") : t("Le serveur s'engage")}</b>
        {draw ? (
          <code>{ends(draw.commitment)}</code>
        ) : (
          <span>{t("Il choisit une graine et publie son empreinte.")}</span>
        )}
      </li>
      <li aria-current={draw !== null && revealed === null ? "step" : undefined}>
        <span className={style.when}>{t("2 · Avec vous")}</span>
        <b>{revealed ? t("Vous avez dit « {word} »", { word: revealed.word }) : t("Vous dites un nombre ou un mot")}</b>
        <span>{t("Librement, sans connaître la graine.")}</span>
      </li>
      <li>
        <span className={style.when}>
          {revealed ? t("3 · Après, à {time}", { time: timeOfDay(revealed.revealed_at) }) : t("3 · Après")}
        </span>
        <b>{revealed ? t("Graine révélée") : t("La graine est révélée")}</b>
        {revealed ? <code>{revealed.seed}</code> : <span>{t("Cachée jusque-là, même au jury.")}</span>}
      </li>
    </ol>
  );
}

function Bind({ drawing, bind }: { drawing: Drawing; bind: (reason: string) => Promise<boolean> }): ReactNode {
  const isPossible = drawing.choices.length > 0;
  return (
    <section className={`card ${style.act}`}>
      <h2>{t("Le serveur s'engage d'abord")}</h2>
      <p>
        {isPossible
          ? t(
              "Ensuite seulement, le candidat dit un nombre ou un mot : ni le serveur, ni le jury, ni lui ne peuvent choisir.",
            )
          : t("Les plis de la journée ne sont pas ouverts, ou le scénario n'a rien à tirer.")}
      </p>
      <button className={`btn primary ${style.big}`} disabled={!isPossible} onClick={() => void bind("")}>
        {t("Publier l'engagement")}
      </button>
    </section>
  );
}

export function Say({ reveal }: { reveal: (word: string) => Promise<boolean> }): ReactNode {
  const [word, setWord] = useState("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void reveal(word);
  };
  return (
    <form className={`card ${style.act}`} onSubmit={submit}>
      <h2>
        <label htmlFor="word">{t("Dites un nombre ou un mot")}</label>
      </h2>
      <div className={style.say}>
        {/* eslint-disable jsx-a11y/no-autofocus -- takes the place of the button that was just pressed */}
        <input
          id="word"
          className={`field ${style.word}`}
          value={word}
          required
          maxLength={40}
          autoComplete="off"
          autoFocus
          onChange={(event) => setWord(event.target.value)}
        />
        {/* eslint-enable jsx-a11y/no-autofocus */}
        <button className={`btn primary ${style.big}`}>{t("Révéler")}</button>
      </div>
      <p>{t("Seuls comptent les lettres, sans accent ni majuscule, et les chiffres.")}</p>
    </form>
  );
}

function Again({ isRevealed, bind }: { isRevealed: boolean; bind: (reason: string) => Promise<boolean> }): ReactNode {
  const [reason, setReason] = useState("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void bind(reason).then((done) => done && setReason(""));
  };
  return (
    <details className={style.again}>
      <summary>{isRevealed ? t("Nouveau tirage") : t("Recommencer avec un autre engagement")}</summary>
      <form className="row wrap" onSubmit={submit}>
        <input
          className={`field ${style.reason}`}
          value={reason}
          required
          minLength={3}
          maxLength={300}
          aria-label={t("Motif du nouveau tirage")}
          placeholder={t("Motif (obligatoire)")}
          onChange={(event) => setReason(event.target.value)}
        />
        <button className="btn">{t("Tirer à nouveau")}</button>
      </form>
    </details>
  );
}

/** Its first and last eight digits; the whole stands beside. */
function ends(digest: string): string {
  return `${digest.slice(0, 8)} … ${digest.slice(-8)}`;
}

/** Eight groups of eight: compared by eye. */
export function groups(digest: string): string {
  return digest.match(/.{1,8}/g)?.join(" ") ?? digest;
}
