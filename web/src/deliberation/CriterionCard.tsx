import styles from "./deliberation.module.css";

import { type ReactNode, useId, useState } from "react";

import { client } from "../api/client";
import type { DeliberationCriterion, DeliberationMoment, DeliberationSide, DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { SYMBOLS, VERDICTS, type Sign } from "../shared/marks";
import { clock } from "../shared/time";
import type { Send } from "./useDeliberation";
import { needsReason, PLACE_WORDS, VERDICT_ORDER, VERDICT_PILLS, type VerdictWord } from "./words";

interface CriterionCardProps {
  view: DeliberationView;
  criterion: DeliberationCriterion;
  send: Send;
  /** The first one that is left: it has the one obvious button. */
  isNext: boolean;
  done: () => void;
  /** Somebody is choosing here: the card stays, whatever the other juror decides meanwhile. */
  hold?: () => void;
}

/** Both jurors on one criterion with the seconds that back them; the jury's verdict starts empty. */
export function CriterionCard({ view, criterion, send, isNext, done, hold }: CriterionCardProps): ReactNode {
  const name = useId();
  const [chosen, setChosen] = useState<VerdictWord | null>(criterion.agreed?.verdict ?? null);
  const [reason, setReason] = useState(criterion.agreed?.reason ?? "");
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState(false);
  // The verdict over which one chooses: what another juror keeps after it is told, never replaced without a word.
  const [over, setOver] = useState(criterion.agreed?.at ?? null);
  const meanwhile = criterion.agreed !== null && criterion.agreed.at !== over ? criterion.agreed : null;
  const isReasonNeeded = chosen !== null && needsReason(criterion, chosen);
  const isReasonMissing = isReasonNeeded && reason.trim() === "";
  const id = criterion.criterion;
  const keep = async (): Promise<void> => {
    setAsked(true);
    if (chosen === null || isReasonMissing) return;
    setSending(true);
    const kept = await send(
      client.PUT("/api/staff/seats/{seat_id}/deliberation/verdicts/{criterion}", {
        params: { path: { seat_id: view.seat_id, criterion: id } },
        body: { verdict: chosen, reason: reason.trim(), seen: over },
      }),
    );
    setSending(false);
    if (kept) done();
  };
  const why = !asked
    ? ""
    : chosen === null
      ? t("Choisissez d'abord un verdict.")
      : isReasonMissing
        ? t("Écrivez en une phrase ce qui justifie ce verdict.")
        : "";
  return (
    <form
      className={`${styles.card} ${isNext ? styles.next : ""}`}
      aria-label={`${id}, ${criterion.label}`}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <h3>
        <b>{id}</b> {criterion.label}
      </h3>
      <div className={styles.three}>
        {criterion.sides.map((side) => (
          <Side key={side.juror} side={side} />
        ))}
        <fieldset className={styles.choice} disabled={view.is_signed}>
          <legend>{t("Verdict retenu par le jury")}</legend>
          {VERDICT_ORDER.map((verdict) => (
            <label key={verdict}>
              <input
                type="radio"
                name={name}
                checked={chosen === verdict}
                onChange={() => {
                  setChosen(verdict);
                  hold?.();
                }}
              />
              {t(VERDICTS[verdict] ?? "")}
            </label>
          ))}
        </fieldset>
      </div>
      {meanwhile && !view.is_signed && (
        <div className={styles.meanwhile} role="alert">
          <p>
            {t(
              "{name} vient de retenir « {verdict} » pour ce critère. Rien n'est remplacé : parlez-en, puis choisissez.",
              {
                name: meanwhile.by,
                verdict: t(VERDICTS[meanwhile.verdict] ?? ""),
              },
            )}
            {meanwhile.reason && <span className={styles.comment}>{`« ${meanwhile.reason} »`}</span>}
          </p>
          <button type="button" className="btn slim" onClick={done}>
            {t("Garder ce verdict")}
          </button>
          <button type="button" className="btn slim plain" onClick={() => setOver(meanwhile.at)}>
            {t("Choisir le mien à la place")}
          </button>
        </div>
      )}
      {!view.is_signed && !meanwhile && (chosen !== null || isNext) && (
        <div className={styles.why}>
          <label htmlFor={`${name}-why`}>
            {isReasonNeeded
              ? t("Motif, obligatoire : ce verdict n'est celui d'aucun juré")
              : t("Motif, facultatif : imprimé sur la fiche de résultats")}
          </label>
          <textarea
            id={`${name}-why`}
            className="field"
            rows={1}
            maxLength={1000}
            value={reason}
            required={isReasonNeeded}
            aria-describedby={why ? `${name}-fault` : undefined}
            onChange={(event) => setReason(event.target.value)}
          />
          <button className={isNext ? "btn primary" : "btn"} disabled={sending}>
            {t("Retenir ce verdict")}
          </button>
          <span id={`${name}-fault`} className={styles.fault} role="alert">
            {why}
          </span>
        </div>
      )}
    </form>
  );
}

export function Side({ side }: { side: DeliberationSide }): ReactNode {
  return (
    <div className={styles.side}>
      <b>{side.mine ? t("{name} (vous)", { name: side.name }) : side.name}</b>
      {side.verdicts.length === 0 && <span className="soft">{t("Sans avis")}</span>}
      {side.verdicts.map((one) => (
        <p key={one.run_id}>
          <span className={VERDICT_PILLS[one.verdict]}>{t(VERDICTS[one.verdict] ?? "")}</span>{" "}
          <span className="small soft">
            {one.place === "exchange"
              ? t("échange {n}, {customer}", { n: one.position, customer: one.customer_name })
              : t(PLACE_WORDS[one.place])}
          </span>
          {one.comment && <span className={styles.comment}>{`« ${one.comment} »`}</span>}
        </p>
      ))}
      {side.remark && (
        <p>
          <span className="small soft">{t("sur sa grille papier")}</span>
          <span className={styles.comment}>{`« ${side.remark} »`}</span>
        </p>
      )}
      {side.moments.map((one) => (
        <Moment key={`${one.run_id} ${one.at_seconds} ${one.text}`} moment={one} />
      ))}
      {side.moments.length === 0 && <span className="small soft">{t("Aucun repère posé")}</span>}
    </div>
  );
}

/** One click from hearing it, in a page of its own: what is being written here stays. */
function Moment({ moment }: { moment: DeliberationMoment }): ReactNode {
  const at = clock(moment.at_seconds);
  const sign = SYMBOLS[moment.sign as Sign];
  return (
    <p className={styles.moment}>
      <a
        className={`${styles.heard} ${styles[moment.sign] ?? ""}`}
        href={`/reecoute/${moment.run_id}?t=${Math.floor(moment.at_seconds)}`}
        target="_blank"
        rel="noreferrer"
        aria-label={t("Écouter à {at}", { at })}
      >
        {`▸ ${sign} ${at}`}
      </a>
      <span>{moment.text}</span>
    </p>
  );
}
