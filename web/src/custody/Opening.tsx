/** The last step, and what stands there once it is done. */

import style from "./custody.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import type { OpeningView } from "../api/schema";
import { t } from "../i18n/t";
import { day, timeOfDay } from "../shared/time";
import type { Acts } from "./OpeningPage";

export function Opening({ opening, acts }: { opening: OpeningView; acts: Acts }): ReactNode {
  const isReady = opening.by_lead?.intact === true && opening.by_candidate?.intact === true;
  const [code, setCode] = useState("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void acts.open({ code, emergency_key: "", reason: "" });
  };
  return (
    <li className={`card ${style.step}`} aria-current={isReady ? "step" : undefined}>
      <h3>{t("Ouvrir les plis")}</h3>
      <form className="col" onSubmit={submit}>
        {opening.is_sealed ? (
          <label className="col">
            <span className="label">{t("Code d'ouverture, dans son enveloppe")}</span>
            <input
              className={`field ${style.code}`}
              value={code}
              required
              disabled={!isReady}
              maxLength={40}
              autoComplete="off"
              placeholder="XXXX-XXXX-XXXX-XXXX"
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
        ) : (
          <p>{t("Le sujet devient lisible aux postes du jury et des candidats, selon leurs étapes.")}</p>
        )}
        <button className={`btn ${isReady ? "primary" : ""}`} disabled={!isReady}>
          {t("Ouvrir les plis")}
        </button>
      </form>
      {opening.is_sealed && isReady && <Emergency opening={opening} acts={acts} />}
    </li>
  );
}

function Emergency({ opening, acts }: { opening: OpeningView; acts: Acts }): ReactNode {
  const [key, setKey] = useState("");
  const [reason, setReason] = useState("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void acts.open({ code: "", emergency_key: key, reason });
  };
  return (
    <details>
      <summary>{t("Code perdu : clé de secours")}</summary>
      <form className="col" onSubmit={submit}>
        <p className="small">
          {t("Son usage est inscrit au procès-verbal. Empreinte attendue : {fingerprint}.", {
            fingerprint: opening.fingerprint,
          })}
        </p>
        <textarea
          className={`field ${style.code}`}
          rows={3}
          value={key}
          required
          aria-label={t("Clé de secours")}
          placeholder="AGE-SECRET-KEY-1…"
          onChange={(event) => setKey(event.target.value)}
        />
        <input
          className="field"
          value={reason}
          required
          minLength={3}
          maxLength={400}
          aria-label={t("Motif")}
          placeholder={t("Motif (obligatoire)")}
          onChange={(event) => setReason(event.target.value)}
        />
        <button className="btn">{t("Ouvrir avec la clé de secours")}</button>
      </form>
    </details>
  );
}

/** For the file: who, when, how. */
export function Opened({ opening }: { opening: OpeningView }): ReactNode {
  if (opening.opened_at === null) return null;
  return (
    <section className={`card ${style.opened}`}>
      <h3>{t("Constat")}</h3>
      <dl>
        <Line name={t("Ouverts par")}>
          {t("{name}, le {day} à {time}", {
            name: opening.opened_by,
            day: day(opening.opened_at),
            time: timeOfDay(opening.opened_at),
          })}
        </Line>
        {[opening.by_lead, opening.by_candidate].map(
          (said) =>
            said && (
              <Line key={said.name} name={said === opening.by_lead ? t("Responsable") : t("Candidat")}>
                {t("{name}, plis vus scellés à {time}", { name: said.name, time: timeOfDay(said.at) })}
                {said.remark && ` · « ${said.remark} »`}
              </Line>
            ),
        )}
        {opening.emergency_used_at && (
          <Line name={t("Clé de secours")}>
            {t("Utilisée à {time}", { time: timeOfDay(opening.emergency_used_at) })}
          </Line>
        )}
      </dl>
      {opening.photo_sha256 && (
        <img
          className={style.photo}
          src={`/api/staff/opening-photo/${opening.session_id}`}
          alt={t("Les plis avant leur ouverture")}
        />
      )}
      <p>
        <a className="btn primary" href={`/jury/session/${opening.session_id}/journee`}>
          {t("Aller à la journée")}
        </a>{" "}
        <a className="btn" href={`/sessions/${opening.session_id}`}>
          {t("Revenir à la session")}
        </a>
      </p>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
