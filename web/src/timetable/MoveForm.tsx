/** « Déplacer à 10:40 »: what would move with it and what would be in conflict, before it is done. */

import styles from "./timetable.module.css";

import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from "react";

import type { BookingView, MoveView, TimetableView } from "../api/schema";
import { t } from "../i18n/t";
import { hour, minutesOf, timeValue } from "./hours";
import type { Timetable } from "./useTimetable";

interface MoveFormProps {
  day: TimetableView;
  booking: BookingView;
  timetable: Timetable;
  close: () => void;
  done: (sentence: string) => void;
}

export function MoveForm({ day, booking, timetable, close, done }: MoveFormProps): ReactNode {
  const [time, setTime] = useState(timeValue(booking.start));
  const [pair, setPair] = useState(booking.pair ?? "");
  const [seen, setSeen] = useState<MoveView | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const start = minutesOf(time);
  const isOtherPair = booking.candidate !== null && pair !== (booking.pair ?? "") && pair !== "";
  const isOther = isOtherPair || (start !== null && start !== booking.start);
  const { look } = timetable;
  const asked = `${day.version} ${booking.id} ${isOtherPair ? pair : (start ?? "")}`;
  const [answered, setAnswered] = useState("");
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (!isOther) return;
    const timer = window.setTimeout(() => {
      void look(booking.id, isOtherPair ? null : start, isOtherPair ? pair : null).then((answer) => {
        setSeen(answer);
        setAnswered(asked);
      });
    }, 250);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `asked` says all that is asked
  }, [asked, isOther]);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (!isOther) return;
    const made = await timetable.move(booking.id, isOtherPair ? null : start, isOtherPair ? pair : null);
    if (made) done(made.sentence);
  };
  const candidate = day.candidates.find((one) => one.seat_id === booking.candidate);
  const news = answered === asked && isOther ? seen : null;
  return (
    <form className={`card col ${styles.panel}`} aria-label={t("Déplacer")} onSubmit={(event) => void submit(event)}>
      <h3>
        {[candidate?.name ?? day.pairs.find((one) => one.id === booking.pair)?.name, booking.words]
          .filter(Boolean)
          .join(" · ")}
      </h3>
      <p className="small soft">
        {t("{start} – {end}, {minutes} min", {
          start: hour(booking.start),
          end: hour(booking.start + booking.minutes),
          minutes: booking.minutes,
        })}
      </p>
      <label className="small strong">
        {t("Commence à")}
        <input
          ref={field}
          className="field num"
          type="time"
          step={300}
          value={time}
          disabled={isOtherPair}
          onChange={(event) => setTime(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && close()}
        />
      </label>
      {booking.candidate && booking.pair && day.pairs.length > 1 && (
        <label className="small strong">
          {t("Vu par")}
          <select className="field" value={pair} onChange={(event) => setPair(event.target.value)}>
            {day.pairs.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div aria-live="polite" className="small">
        {news && <p>{news.sentence}</p>}
        {news?.timetable.conflicts.length === 0 && <p className={styles.good}>{t("Aucun conflit.")}</p>}
        {news && news.timetable.conflicts.length > 0 && (
          <ul className={styles.sentences}>
            {news.timetable.conflicts.slice(0, 4).map((one) => (
              <li key={one.sentence}>{one.sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="row wrap">
        <button className="btn primary" disabled={!isOther || timetable.isBusy}>
          {isOtherPair || start === null ? t("Déplacer") : t("Déplacer à {hour}", { hour: hour(start) })}
        </button>
        <button type="button" className="btn" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </form>
  );
}
