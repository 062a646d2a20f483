import styles from "./deliberation.module.css";

import { type ReactNode, useCallback, useState } from "react";

import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { CorrectDialog } from "./CorrectDialog";
import { FormerPages } from "./FormerPages";
import { SignDialog } from "./SignDialog";
import type { SendAside } from "./useDeliberation";
import { isUnmotivated, missingWords } from "./words";

interface SigningProps {
  view: DeliberationView;
  send: SendAside;
}

/** What is missing, or the signature, or what was signed and what follows. */
export function Signing({ view, send }: SigningProps): ReactNode {
  const [asks, setAsks] = useState<"signature" | "correction" | null>(null);
  const me = view.jurors.find((one) => one.mine);
  const signed = view.jurors.filter((one) => one.signed_at);
  const close = useCallback((): void => setAsks(null), []);
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
      <FormerPages view={view} />
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
      {asks === "signature" && <SignDialog view={view} send={send} close={close} />}
      {asks === "correction" && <CorrectDialog view={view} send={send} close={close} />}
    </section>
  );
}

function Missing({ view }: { view: DeliberationView }): ReactNode {
  return (
    <>
      <p id="missing">
        <b>{t("Signature pas encore possible :")}</b> {missingWords(view)}
      </p>
      {view.incoherences
        .filter((one) => !one.is_explained)
        .map((one) => (
          <p key={one.what} className="small">
            {one.words}
          </p>
        ))}
      {view.decisions.some(isUnmotivated) && (
        <p className="small">
          {t("Un refus se motive avant de signer : le motif est imprimé sur la fiche individuelle de résultats.")}
        </p>
      )}
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
