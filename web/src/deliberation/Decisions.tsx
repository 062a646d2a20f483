import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import type { DeliberationView, NewDecision, ToDecide } from "../api/schema";
import { t } from "../i18n/t";
import type { Send } from "./useDeliberation";
import { decisionWords, GROUP_WORDS, isUnmotivated } from "./words";

const GROUPS = [
  ["competence", ["competence"]],
  ["transversal", ["transversal"]],
  ["certificate", ["certificate", "title"]],
] as const;

/** The jury's decisions, line by line: no figure feeds them. */
export function Decisions({ view, send }: { view: DeliberationView; send: Send }): ReactNode {
  return (
    <div className={`card ${styles.decisions}`}>
      <h2 id="decisions">
        {t("Décisions du jury")} <span className="small soft">{t("rien n'est calculé, aucun total")}</span>
      </h2>
      <div className={styles.scroll} role="region" aria-labelledby="decisions" tabIndex={0}>
        {GROUPS.map(([group, kinds]) => {
          const lines = view.decisions.filter((one) => (kinds as readonly string[]).includes(one.kind));
          return (
            lines.length > 0 && (
              <section key={group} aria-label={t(GROUP_WORDS[group])}>
                <h3>{t(GROUP_WORDS[group])}</h3>
                <ul className="plain-list">
                  {lines.map((one) => (
                    <Line key={one.what} one={one} view={view} send={send} />
                  ))}
                </ul>
              </section>
            )
          );
        })}
      </div>
    </div>
  );
}

/** Whoever has just said « non acquise » goes on with why. */
function focused(area: HTMLTextAreaElement | null): void {
  area?.focus();
}

function Line({ one, view, send }: { one: ToDecide; view: DeliberationView; send: Send }): ReactNode {
  const name = one.kind === "title" ? t("Titre") : one.what;
  const words = decisionWords(one);
  const value = one.taken?.decision ?? "undecided";
  const beside = view.incoherences.find((it) => it.what === one.what);
  const [isWriting, setWriting] = useState(false);
  const [reason, setReason] = useState("");
  // The decision for which one writes a reason: what the other juror decides meanwhile is told, and takes no reason of mine.
  const [over, setOver] = useState<ToDecide["taken"]>(null);
  const take = (decision: NewDecision["decision"], why: string, seen = one.taken?.at ?? null): Promise<boolean> =>
    send(
      client.PUT("/api/staff/seats/{seat_id}/deliberation/decisions/{what}", {
        params: { path: { seat_id: view.seat_id, what: one.what } },
        body: { decision, reason: why, seen },
      }),
    );
  const write = (): void => {
    // What was being written when the other juror took the decision back is there again once it is decided anew.
    setReason((before) => one.taken?.reason || before);
    setOver(null);
    setWriting(true);
  };
  return (
    <li className={styles.decision}>
      <b>{name}</b>
      <span className={styles.name} title={one.label}>
        {one.label}
      </span>
      <select
        className={`${styles.select} ${styles[value] ?? ""}`}
        aria-label={t("{name}, décision du jury", { name })}
        value={value}
        disabled={view.is_signed}
        onChange={(event) => {
          const decision = event.target.value as NewDecision["decision"];
          void take(decision, one.taken?.reason ?? "").then((kept) => {
            // What was not obtained is the first thing that a person asks about: its reason is written here and now.
            if (kept && decision === "not_acquired") write();
          });
        }}
      >
        <option value="undecided">{t("À décider")}</option>
        <option value="acquired">{t(words.acquired)}</option>
        <option value="not_acquired">{t(words.not_acquired)}</option>
      </select>
      {beside && (
        <p className={beside.is_explained ? styles.beside : `${styles.beside} ${styles.besideOpen}`} role="status">
          {beside.words}{" "}
          {beside.is_explained
            ? t("Le jury en a donné le motif.")
            : t("Le jury peut le décider ; il en écrit le motif ici avant de signer.")}
          {!beside.is_explained && !view.is_signed && !isWriting && (
            <button className="btn slim" onClick={write}>
              {t("Écrire le motif, {name}", { name })}
            </button>
          )}
        </p>
      )}
      {isUnmotivated(one) && !beside && !view.is_signed && (
        <p className={`${styles.beside} ${styles.besideOpen}`} role="status">
          {t("Un refus se motive avant de signer : le motif est imprimé sur la fiche individuelle de résultats.")}
          {!isWriting && (
            <button className="btn slim" onClick={write}>
              {t("Écrire le motif, {name}", { name })}
            </button>
          )}
        </p>
      )}
      {isWriting && (one.taken ?? over) ? (
        <form
          className={styles.reason}
          onSubmit={(event) => {
            event.preventDefault();
            const read = over ?? one.taken;
            void take(read?.decision ?? "undecided", reason.trim(), read?.at ?? null).then((kept) => {
              setOver(null);
              if (!kept) return;
              setWriting(false);
              setReason("");
            });
          }}
        >
          <textarea
            className="field"
            rows={2}
            maxLength={1000}
            aria-label={t("Motif de la décision, {name}", { name })}
            placeholder={t("Motif, imprimé sur la fiche de résultats")}
            value={reason}
            ref={focused}
            onChange={(event) => {
              setReason(event.target.value);
              setOver((before) => before ?? one.taken);
            }}
          />
          <button className="btn slim">{t("Garder ce motif")}</button>
        </form>
      ) : (
        one.taken &&
        (!view.is_signed || one.taken.reason) && (
          <p className={styles.given}>
            {one.taken.reason}{" "}
            {!view.is_signed && (
              <button
                className="link"
                aria-label={one.taken.reason ? t("Modifier le motif, {name}", { name }) : t("Motif, {name}", { name })}
                onClick={write}
              >
                {one.taken.reason ? t("Modifier") : t("Motif")}
              </button>
            )}
          </p>
        )
      )}
    </li>
  );
}
