import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { timeOfDay } from "../shared/time";
import type { Send } from "./useDeliberation";
import { decisionWords, listed, undecided, unsettled } from "./words";

interface SigningProps {
  view: DeliberationView;
  send: Send;
}

/** What is missing, or the signature, or what was signed and what follows. */
export function Signing({ view, send }: SigningProps): ReactNode {
  const [asks, setAsks] = useState<"signature" | "correction" | null>(null);
  const me = view.jurors.find((one) => one.mine);
  const signed = view.jurors.filter((one) => one.signed_at);
  const close = (): void => setAsks(null);
  return (
    <section className={`card ${styles.signing}`} aria-label={t("Signature")}>
      {signed.map((one) => (
        <p key={one.name}>{t("✓ {name} a signé à {at}", { name: one.name, at: timeOfDay(one.signed_at ?? "") })}</p>
      ))}
      {view.corrections.map((one) => (
        <p key={one.at} className="small soft">
          {t("Rouverte à {at} par {name} : {reason}", {
            at: timeOfDay(one.at),
            name: one.by,
            reason: one.reason,
          })}
        </p>
      ))}
      {view.is_signed ? (
        <Signed view={view} correct={() => setAsks("correction")} />
      ) : view.missing.length > 0 ? (
        <Missing view={view} />
      ) : me?.signed_at ? (
        <>
          <p role="status">
            {t("Votre signature est posée. On attend {names}.", {
              names: view.jurors
                .filter((one) => !one.signed_at)
                .map((one) => one.name)
                .join(", "),
            })}
          </p>
          <button className="btn slim plain" onClick={() => setAsks("correction")}>
            {t("Corriger après signature…")}
          </button>
        </>
      ) : (
        <button className="btn primary" onClick={() => setAsks("signature")}>
          {t("Signer la délibération…")}
        </button>
      )}
      {asks === "signature" && <Sign view={view} send={send} close={close} />}
      {asks === "correction" && <Correct view={view} send={send} close={close} />}
    </section>
  );
}

function Missing({ view }: { view: DeliberationView }): ReactNode {
  const and = t("et");
  const more = (n: number): string => t("{n} autres", { n });
  const criteria = unsettled(view).map((one) => one.criterion);
  const decisions = undecided(view).map((one) => (one.kind === "title" ? t("le titre") : one.what));
  const parts = [
    criteria.length > 0 && t("trancher {names}", { names: listed(criteria, and, more) }),
    decisions.length > 0 && t("décider {names}", { names: listed(decisions, and, more) }),
  ].filter((one) => one !== false);
  return (
    <>
      <p id="missing">
        <b>{t("Signature pas encore possible :")}</b> {`${parts.join(t(", puis "))}.`}
      </p>
      <button className="btn" disabled aria-describedby="missing">
        {t("Signer la délibération…")}
      </button>
    </>
  );
}

function Signed({ view, correct }: { view: DeliberationView; correct: () => void }): ReactNode {
  const sheets = `/api/staff/seats/${view.seat_id}/results`;
  return (
    <>
      <p>
        <b>{t("Délibération signée par tout le jury.")}</b>
      </p>
      <a className="btn primary" href={`${sheets}/results.pdf`} target="_blank" rel="noreferrer">
        {t("Imprimer la fiche de résultats")}
      </a>
      <div className="row wrap">
        <a className="btn slim" href={`${sheets}/assessment.pdf`} target="_blank" rel="noreferrer">
          {t("Fiche d'évaluation")}
        </a>
        <a className="btn slim" href={`/sessions/${view.session_id}/deliberation`}>
          {t("Candidat suivant")}
        </a>
        <button className="btn slim plain" onClick={correct}>
          {t("Corriger après signature…")}
        </button>
      </div>
    </>
  );
}

/** What is signed is read once more beside the password; what changed meanwhile is refused by the server. */
function Sign({ view, send, close }: SigningProps & { close: () => void }): ReactNode {
  const [digest] = useState(view.digest);
  const [password, setPassword] = useState("");
  const [refused, setRefused] = useState(false);
  const sign = async (): Promise<void> => {
    const signed = await send(
      client.POST("/api/staff/seats/{seat_id}/deliberation/signatures", {
        params: { path: { seat_id: view.seat_id } },
        body: { digest, password },
      }),
    );
    setRefused(!signed);
    setPassword("");
    if (signed) close();
  };
  return (
    <Dialog title={t("Signer pour {name}", { name: view.candidate_name })} close={close} width={560}>
      <ul className={`plain-list ${styles.read}`}>
        {view.decisions.map((one) => (
          <li key={one.what}>
            <span>{`${one.kind === "title" ? t("Titre") : one.what} · ${one.label}`}</span>
            <b>{one.taken ? t(decisionWords(one)[one.taken.decision]) : ""}</b>
          </li>
        ))}
      </ul>
      <form
        className="col"
        onSubmit={(event) => {
          event.preventDefault();
          void sign();
        }}
      >
        <label className="col" style={{ gap: 4 }}>
          {t("Votre mot de passe, comme signature")}
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {refused && (
          <p className={styles.fault} role="alert">
            {t("La signature n'est pas posée : mot de passe faux, ou page changée entre-temps. Relisez, puis signez.")}
          </p>
        )}
        <p className="small soft">
          {t("Signature électronique simple, scellée avec la clé de la session. Une place reste sur le papier.")}
        </p>
        <div className="row">
          <button className="btn primary">{t("Signer")}</button>
          <button type="button" className="btn" onClick={close}>
            {t("Relire encore")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Correct({ view, send, close }: SigningProps & { close: () => void }): ReactNode {
  const [reason, setReason] = useState("");
  const reopen = async (): Promise<void> => {
    const params = { path: { seat_id: view.seat_id } };
    const change = client.POST("/api/staff/seats/{seat_id}/deliberation/corrections", {
      params,
      body: { reason: reason.trim() },
    });
    if (await send(change)) close();
  };
  return (
    <Dialog title={t("Corriger après signature")} close={close}>
      <p>{t("La page se rouvre et se signe de nouveau. Ce qui était signé reste lisible, avec votre motif.")}</p>
      <form
        className="col"
        onSubmit={(event) => {
          event.preventDefault();
          void reopen();
        }}
      >
        <label className="col" style={{ gap: 4 }}>
          {t("Motif de la correction")}
          <textarea
            className="field"
            rows={2}
            required
            minLength={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <div className="row">
          <button className="btn primary">{t("Rouvrir la délibération")}</button>
          <button type="button" className="btn" onClick={close}>
            {t("Annuler")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
