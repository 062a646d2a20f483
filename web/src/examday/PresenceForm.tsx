import styles from "./board.module.css";

import { type ReactNode, useState } from "react";

import type { IdentitySeen, WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { isContradicted, presenceWords } from "./presence";
import type { DayActs } from "./useDayActs";
import { DOCUMENT_NAMES } from "./words";

type Document = IdentitySeen["document"];

/** Who came, with which paper; who is absent, who left. Seeing a paper notes the arrival too. */
export function PresenceForm({ place, acts }: { place: WatchedPlace; acts: DayActs }): ReactNode {
  const [document, setDocument] = useState<Document>("identity_card");
  const of = `seats/${place.seat_id}`;
  const isThere = place.presence === "present";
  const wasWrong = isContradicted(place);
  const isGone = place.presence === "abandoned";
  return (
    <fieldset className={styles.part}>
      <legend>{t("Présence")}</legend>
      <p className="small">
        {presenceWords(place)}
        {place.identity ? ` · ${t(DOCUMENT_NAMES[place.identity as Document])}` : ""}
      </p>
      <div className="row wrap">
        {wasWrong && (
          <button
            className="btn slim primary"
            disabled={acts.isBusy}
            onClick={() => void acts.act(`${of}/arrival`, { minutes_late: 0 })}
          >
            {t("Présent depuis le début")}
          </button>
        )}
        {!isGone && !wasWrong && !place.identity && (
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
            {wasWrong ? t("Présent, arrivé à l'instant") : t("Présent, sans pièce")}
          </button>
        )}
        {place.presence === "expected" && place.connected && (
          <AskTwice
            question={t("Quelqu'un est connecté à ce poste. Allez voir qui s'y trouve avant de noter l'absence.")}
            yes={t("Oui, noter l'absence quand même")}
            disabled={acts.isBusy}
            act={() => void acts.act(`${of}/absence`, { though_connected: true })}
          >
            {t("Absent…")}
          </AskTwice>
        )}
        {place.presence === "expected" && !place.connected && (
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
