import styles from "./board.module.css";

import { type ReactNode, useState } from "react";

import type { IdentitySeen, WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import type { DayActs } from "./useDayActs";
import { DOCUMENT_NAMES, PRESENCE_NAMES } from "./words";

type Document = IdentitySeen["document"];

/** Who came, with which paper; who is absent, who left. Seeing a paper notes the arrival too. */
export function PresenceForm({ place, acts }: { place: WatchedPlace; acts: DayActs }): ReactNode {
  const [document, setDocument] = useState<Document>("identity_card");
  const of = `seats/${place.seat_id}`;
  const isThere = place.presence === "present";
  const isGone = place.presence === "abandoned";
  return (
    <fieldset className={styles.part}>
      <legend>{t("Présence")}</legend>
      <p className="small">
        {t(PRESENCE_NAMES[place.presence])}
        {place.minutes_late > 0 ? t(", {n} min de retard", { n: place.minutes_late }) : ""}
        {place.identity ? ` · ${t(DOCUMENT_NAMES[place.identity as Document])}` : ""}
      </p>
      <div className="row wrap">
        {!isGone && !place.identity && (
          <>
            <select
              className="field"
              style={{ width: "auto" }}
              aria-label={t("Pièce présentée")}
              value={document}
              onChange={(event) => setDocument(event.target.value as Document)}
            >
              {(Object.keys(DOCUMENT_NAMES) as Document[]).map((key) => (
                <option key={key} value={key}>
                  {t(DOCUMENT_NAMES[key])}
                </option>
              ))}
            </select>
            <button
              className="btn slim primary"
              disabled={acts.isBusy}
              onClick={() => void acts.act(`${of}/identity`, { document })}
            >
              {t("Identité contrôlée, présent")}
            </button>
          </>
        )}
        {!isGone && !isThere && (
          <button className="btn slim" disabled={acts.isBusy} onClick={() => void acts.act(`${of}/arrival`)}>
            {t("Présent, sans pièce")}
          </button>
        )}
        {place.presence === "expected" && (
          <button className="btn slim" disabled={acts.isBusy} onClick={() => void acts.act(`${of}/absence`)}>
            {t("Absent")}
          </button>
        )}
        {isThere && (
          <AskTwice
            question={t("Ce qui est écrit est remis ; plus rien ne s'ouvre pour ce candidat.")}
            yes={t("Oui, noter l'abandon")}
            disabled={acts.isBusy}
            act={() => void acts.act(`${of}/abandonment`)}
          >
            {t("Abandon…")}
          </AskTwice>
        )}
      </div>
    </fieldset>
  );
}
