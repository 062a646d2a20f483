import styles from "./deliberation.module.css";

import { type ReactNode, useEffect, useState } from "react";

import { client } from "../api/client";
import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { Change } from "./Change";
import { PageToSign } from "./PageToSign";
import { changesBetween } from "./pageChanges";
import type { Outcome, SendAside } from "./useDeliberation";
import { missingWords } from "./words";

export interface SigningDialogProps {
  view: DeliberationView;
  send: SendAside;
  close: () => void;
}

/** What is signed is read once more beside the password. What changes meanwhile is told, and signed once it is read. */
export function SignDialog({ view, send, close }: SigningDialogProps): ReactNode {
  const [read, setRead] = useState(view);
  const [password, setPassword] = useState("");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const isChanged = read.digest !== view.digest;
  const isMissing = view.missing.length > 0;
  const isSigned = view.jurors.some((one) => one.mine && one.signed_at);
  // Also where the answer to the signature was lost: the page itself says that it stands.
  useEffect(() => {
    if (isSigned) close();
  }, [isSigned, close]);
  const sign = async (): Promise<void> => {
    setOutcome(null);
    const found = await send(
      client.POST("/api/staff/seats/{seat_id}/deliberation/signatures", {
        params: { path: { seat_id: view.seat_id } },
        body: { digest: read.digest, password },
      }),
    );
    setOutcome(found);
    setPassword("");
    if (found.refusal === "") close();
  };
  return (
    <Dialog title={t("Signer pour {name}", { name: view.candidate_name })} close={close} width={560}>
      {isChanged && (
        <Changed
          before={read}
          after={view}
          reread={() => {
            setRead(view);
            setOutcome(null);
          }}
        />
      )}
      <PageToSign view={view} />
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
        {outcome?.refusal && (
          <p className={styles.fault} role="alert">
            {outcome.isUnknown
              ? `${outcome.refusal} ${t("On ne sait pas si votre signature est posée : cette page se relit, et le dira. Signer de nouveau ne signe pas deux fois.")}`
              : `${t("La signature n'est pas posée.")} ${outcome.refusal}`}
          </p>
        )}
        {isMissing && (
          <p role="status" id="sign-missing">
            <b>{t("Signature pas encore possible :")}</b> {missingWords(view)}
          </p>
        )}
        <p className="small soft">
          {t("Signature électronique simple, scellée avec la clé de la session. Une place reste sur le papier.")}
        </p>
        <div className="row">
          <button
            className="btn primary"
            disabled={isChanged || isMissing}
            aria-describedby={isChanged ? "page-changed" : isMissing ? "sign-missing" : undefined}
          >
            {t("Signer")}
          </button>
          <button type="button" className="btn" onClick={close}>
            {t("Relire encore")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChangedProps {
  before: DeliberationView;
  after: DeliberationView;
  reread: () => void;
}

function Changed({ before, after, reread }: ChangedProps): ReactNode {
  return (
    <div className={styles.meanwhile} role="alert">
      <p id="page-changed">
        <b>{t("La page vient de changer : relisez-la avant de signer.")}</b>
      </p>
      <ul className="plain-list">
        {changesBetween(before, after).map((one) => (
          <li key={one.what}>
            <Change view={after} change={one} />
          </li>
        ))}
      </ul>
      <button type="button" className="btn slim" onClick={reread}>
        {t("J'ai relu")}
      </button>
    </div>
  );
}
