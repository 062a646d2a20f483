import styles from "./board.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import type { Board, NewMeasure } from "../api/schema";
import { t } from "../i18n/t";
import { freshId } from "../shared/freshId";
import { AskTwice } from "../shared/AskTwice";
import { Dialog } from "../shared/Dialog";
import { hour } from "./hours";
import type { DayActs } from "./useDayActs";
import { CAUSE_NAMES } from "./words";

/** A message to a room or to all; a measure that suspends them: evacuation, power, network. */
export function RoomDialog({ board, acts, close }: { board: Board; acts: DayActs; close: () => void }): ReactNode {
  const [room, setRoom] = useState("");
  const [text, setText] = useState("");
  const [cause, setCause] = useState<NewMeasure["cause"]>("evacuation");
  const [reason, setReason] = useState("");
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (await acts.act("messages", { text, room })) setText("");
  };
  const suspend = async (): Promise<void> => {
    if (await acts.act("measures", { id: freshId(), cause, reason: reason.trim() || t(CAUSE_NAMES[cause]), room }))
      close();
  };
  const where = room || t("toutes les salles");
  return (
    <Dialog title={t("Prévenir ou suspendre une salle")} close={close} width={560}>
      {acts.problem && (
        <p role="alert" className={styles.problem}>
          {acts.problem}
        </p>
      )}
      {board.rooms.length > 0 && (
        <label className="row small">
          {t("Salle")}
          <select
            className="field"
            style={{ width: "auto" }}
            value={room}
            onChange={(event) => setRoom(event.target.value)}
          >
            <option value="">{t("toutes les salles")}</option>
            {board.rooms.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      <form onSubmit={(event) => void send(event)}>
        <fieldset className={styles.part}>
          <legend>{t("Message")}</legend>
          <label className="col small">
            {t("Affiché aux candidats et aux surveillants")}
            <input
              className="field"
              value={text}
              required
              minLength={2}
              maxLength={400}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <button className={`btn slim ${text.trim() ? "primary" : ""}`} disabled={acts.isBusy}>
            {t("Envoyer à {where}", { where })}
          </button>
          {board.messages.slice(-2).map((one) => (
            <p key={one.at} className="small soft">
              {`${hour(one.at)} · ${one.text}`}
            </p>
          ))}
        </fieldset>
      </form>
      <fieldset className={`${styles.part} ${styles.apart}`}>
        <legend>{t("Suspendre")}</legend>
        <p className="small soft">{t("Chaque horloge en cours s'arrête ; à la reprise, tout le temps est rendu.")}</p>
        <div className="row wrap">
          <select
            className="field"
            style={{ width: "auto" }}
            aria-label={t("Cause")}
            value={cause}
            onChange={(event) => setCause(event.target.value as NewMeasure["cause"])}
          >
            {(Object.keys(CAUSE_NAMES) as NewMeasure["cause"][]).map((key) => (
              <option key={key} value={key}>
                {t(CAUSE_NAMES[key])}
              </option>
            ))}
          </select>
          <input
            className="field"
            style={{ width: 220 }}
            aria-label={t("Précision")}
            placeholder={t("Précision")}
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <AskTwice
          question={t("Chaque horloge en cours s'arrêtera aussitôt.")}
          yes={t("Oui, suspendre {where}", { where })}
          disabled={acts.isBusy}
          act={() => void suspend()}
        >
          {t("Suspendre {where}…", { where })}
        </AskTwice>
      </fieldset>
      <button className="btn" onClick={close}>
        {t("Fermer")}
      </button>
    </Dialog>
  );
}
