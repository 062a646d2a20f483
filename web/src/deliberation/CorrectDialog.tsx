import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import type { SigningDialogProps } from "./SignDialog";

/** What was signed is opened again, with the reason that the papers print. */
export function CorrectDialog({ view, send, close }: SigningDialogProps): ReactNode {
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState("");
  const reopen = async (): Promise<void> => {
    setRefusal("");
    const params = { path: { seat_id: view.seat_id } };
    const change = client.POST("/api/staff/seats/{seat_id}/deliberation/corrections", {
      params,
      body: { reason: reason.trim() },
    });
    const { refusal: refused } = await send(change);
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
