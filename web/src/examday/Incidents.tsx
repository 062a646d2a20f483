import styles from "./board.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import type { Board, Watch } from "../api/schema";
import { plural, t } from "../i18n/t";
import { freshId } from "../shared/freshId";
import { hour } from "./hours";
import type { DayActs } from "./useDayActs";

interface IncidentsProps {
  board: Pick<Watch, "incidents" | "places"> & { measures?: Board["measures"] };
  acts: DayActs;
  /** Whether this desk may close them. */
  mayClose?: boolean;
}

interface Told {
  id: string;
  at: string;
  text: string;
  isOpen: boolean;
  isMeasure: boolean;
}

/** What happened, newest first: open ones can be closed; one line notes another. */
export function Incidents({ board, acts, mayClose = true }: IncidentsProps): ReactNode {
  const [text, setText] = useState("");
  const names = new Map(board.places.map((place) => [place.seat_id, place.candidate_name]));
  const told: Told[] = [
    ...board.incidents.map((one) => ({
      id: one.incident_id,
      at: one.at,
      text: [one.room, names.get(one.seat_id), one.text].filter(Boolean).join(", "),
      isOpen: one.closed_at === null,
      isMeasure: false,
    })),
    ...(board.measures ?? []).map((one) => ({
      id: one.measure_id,
      at: one.at,
      text: [one.room, one.reason].filter(Boolean).join(", "),
      isOpen: one.lifted_at === null,
      isMeasure: true,
    })),
  ].sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || Date.parse(b.at) - Date.parse(a.at));
  const open = told.filter((one) => one.isOpen).length;
  const note = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (await acts.act("incidents", { id: freshId(), text })) setText("");
  };
  return (
    <section className={styles.panel} aria-labelledby="incidents">
      <div className="row">
        <h2 id="incidents">{t("Incidents")}</h2>
        {open > 0 && <span className="pill ring">{plural(open, "{n} ouvert", "{n} ouverts")}</span>}
      </div>
      <ol className={`plain-list ${styles.lines} ${styles.short}`}>
        {told.map((one) => (
          <li key={one.id}>
            <span className="num">{hour(one.at)}</span>
            <span className="grow">{one.text}</span>
            {one.isOpen && mayClose && !one.isMeasure ? (
              <button
                className="link small"
                aria-label={t("Clore : {what}", { what: one.text })}
                onClick={() => void acts.act(`incidents/${one.id}/close`)}
              >
                {t("Clore")}
              </button>
            ) : (
              <span className={`small ${one.isOpen ? styles.open : "soft"}`}>
                {one.isOpen ? t("ouvert") : t("clos")}
              </span>
            )}
          </li>
        ))}
      </ol>
      <form className="row" onSubmit={(event) => void note(event)}>
        <input
          className="field"
          aria-label={t("Noter un incident")}
          placeholder={t("Noter un incident")}
          value={text}
          required
          minLength={2}
          maxLength={400}
          onChange={(event) => setText(event.target.value)}
        />
        <button className="btn slim" disabled={acts.isBusy}>
          {t("Noter")}
        </button>
      </form>
    </section>
  );
}
