import styles from "./deliberation.module.css";

import { type ReactNode, useRef, useState } from "react";

import { client } from "../api/client";
import type { DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { useEndOutOfSight } from "../shared/endInSight";
import type { SendAside } from "./useDeliberation";
import { decisionWords } from "./words";

interface DialogProps {
  view: DeliberationView;
  send: SendAside;
  close: () => void;
}

/** What is signed is read once more beside the password; what changed meanwhile is refused by the server. */
export function Sign({ view, send, close }: DialogProps): ReactNode {
  const [digest] = useState(view.digest);
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState("");
  const sign = async (): Promise<void> => {
    setRefusal("");
    const refused = await send(
      client.POST("/api/staff/seats/{seat_id}/deliberation/signatures", {
        params: { path: { seat_id: view.seat_id } },
        body: { digest, password },
      }),
    );
    setRefusal(refused);
    setPassword("");
    if (refused === "") close();
  };
  return (
    <Dialog title={t("Signer pour {name}", { name: view.candidate_name })} close={close} width={560}>
      <Read view={view} />
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
        {refusal && (
          <p className={styles.fault} role="alert">
            {`${t("La signature n'est pas posée.")} ${refusal}`}
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

/** All that is decided. While its end is out of sight, words say so: a list that is cut looks whole. */
function Read({ view }: { view: DeliberationView }): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLLIElement>(null);
  const continues = useEndOutOfSight(end, list);
  const n = view.decisions.length;
  return (
    <div>
      <p className="small soft">{t("Les {n} décisions de la page que vous signez :", { n })}</p>
      <div className={styles.cut}>
        <div className={styles.read} role="region" tabIndex={0} aria-label={t("Décisions à signer")} ref={list}>
          <ul className="plain-list">
            {view.decisions.map((one, at) => (
              <li key={one.what} ref={at === n - 1 ? end : undefined}>
                <span>{`${one.kind === "title" ? t("Titre") : one.what} · ${one.label}`}</span>
                <b>{one.taken ? t(decisionWords(one)[one.taken.decision]) : ""}</b>
              </li>
            ))}
          </ul>
        </div>
        {continues && (
          <p className={styles.continues} aria-hidden="true">
            {t("▾ La liste continue : faites-la défiler")}
          </p>
        )}
      </div>
      {view.incoherences.map((one) => (
        <p key={one.what} className={styles.beside}>
          {one.words} {t("Le jury en a donné le motif.")}
        </p>
      ))}
    </div>
  );
}

export function Correct({ view, send, close }: DialogProps): ReactNode {
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState("");
  const reopen = async (): Promise<void> => {
    setRefusal("");
    const params = { path: { seat_id: view.seat_id } };
    const change = client.POST("/api/staff/seats/{seat_id}/deliberation/corrections", {
      params,
      body: { reason: reason.trim() },
    });
    const refused = await send(change);
    setRefusal(refused);
    if (refused === "") close();
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
        {refusal && (
          <p className={styles.fault} role="alert">
            {refusal}
          </p>
        )}
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
