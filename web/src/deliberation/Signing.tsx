import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { FormerPages } from "./FormerPages";
import { Correct, Sign } from "./SigningDialogs";
import type { SendAside } from "./useDeliberation";
import { listed, undecided, unexplained, unsettled } from "./words";

interface SigningProps {
  view: DeliberationView;
  send: SendAside;
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
  const reasons = unexplained(view).map((one) => (one === "title" ? t("la décision sur le titre") : one));
  const parts = [
    criteria.length > 0 && t("trancher {names}", { names: listed(criteria, and, more) }),
    decisions.length > 0 && t("décider {names}", { names: listed(decisions, and, more) }),
    reasons.length > 0 && t("écrire le motif de {names}", { names: listed(reasons, and, more) }),
  ].filter((one) => one !== false);
  return (
    <>
      <p id="missing">
        <b>{t("Signature pas encore possible :")}</b> {`${parts.join(t(", puis "))}.`}
      </p>
      {view.incoherences
        .filter((one) => !one.is_explained)
        .map((one) => (
          <p key={one.what} className="small">
            {one.words}
          </p>
        ))}
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
