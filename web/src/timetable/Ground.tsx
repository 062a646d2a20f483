/** Date, rooms, jury pairs and hours of the day: one form, kept as a whole. */

import styles from "./timetable.module.css";

import { type ReactNode, type SubmitEvent, useEffect, useState } from "react";

import { client } from "../api/client";
import type { JurorsPreview, PairView, Person, RoomView, RulesView, TimetableView } from "../api/schema";
import { t } from "../i18n/t";
import { Faults } from "./Faults";
import { minutesOf, timeValue } from "./hours";
import { roomsOfDesks } from "./roomsOfDesks";
import { sendFile } from "./sendFile";
import type { Timetable } from "./useTimetable";

const LARGEST = 2 * 1024 * 1024;

export const USE_WORDS = {
  case_study: "Étude de cas",
  preparation: "Préparation",
  jury: "Jury",
} as const;

type Use = keyof typeof USE_WORDS;
const USES = Object.keys(USE_WORDS) as Use[];

const newId = (): string => crypto.randomUUID().slice(0, 8);

/** A first proposal, so that nobody begins before an empty page. */
function firstRooms(day: TimetableView): RoomView[] {
  return roomsOfDesks(
    day.candidates.map((one) => one.desk),
    t("Salle A"),
  ).map((room) => ({ ...room, id: newId(), uses: ["case_study", "preparation"] }));
}

export function Ground({
  day,
  timetable,
  done,
}: {
  day: TimetableView;
  timetable: Timetable;
  done: () => void;
}): ReactNode {
  const [date, setDate] = useState(day.date ?? "");
  const [rooms, setRooms] = useState<RoomView[]>(() => (day.rooms.length ? [...day.rooms] : firstRooms(day)));
  const [pairs, setPairs] = useState<PairView[]>([...day.pairs]);
  const [rules, setRules] = useState<RulesView>(day.rules);
  const [people, setPeople] = useState<Person[]>([]);
  const [read, setRead] = useState<JurorsPreview | null>(null);
  useEffect(() => {
    void client.GET("/api/staff/people").then(({ data }) => data && setPeople(data));
  }, []);
  const jurors = people.filter((one) => !one.disabled && one.roles.some((role) => role !== "invigilator"));

  const addPair = (made: Omit<PairView, "room">[]): void => {
    const fresh = made.map((one) => ({ ...one, room: newId() }));
    setRooms((before) => [
      ...before,
      ...fresh.map((one) => ({
        id: one.room,
        name: t("Salle {name}", { name: one.name }),
        posts: 1,
        uses: ["jury" as const],
      })),
    ]);
    setPairs((before) => [...before, ...fresh]);
  };
  const importJurors = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const path = `/api/staff/exam-days/${day.session_id}/import/jurors`;
    const answer = await sendFile<JurorsPreview>("POST", path, file, LARGEST);
    timetable.say(answer.ok ? "" : `${answer.problem.message} ${answer.problem.remedy}`);
    if (!answer.ok) return;
    setRead(answer.data);
    if (answer.data.faults.length === 0) addPair([...answer.data.pairs]);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const body = { version: day.version, date: date || null, rooms, pairs, rules };
    if (
      await timetable.change(
        client.PUT("/api/staff/exam-days/{session_id}/timetable/setup", {
          params: { path: { session_id: day.session_id }, query: { day: day.day } },
          body,
        }),
      )
    )
      done();
  };
  const setRoom = (id: string, change: Partial<RoomView>): void =>
    setRooms(rooms.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const setPair = (id: string, change: Partial<PairView>): void =>
    setPairs(pairs.map((one) => (one.id === id ? { ...one, ...change } : one)));
  return (
    <form
      className="card col"
      aria-label={t("Jury et salles")}
      style={{ padding: 16 }}
      onSubmit={(e) => void submit(e)}
    >
      <div className="row wrap">
        <label className="small strong">
          {t("Date")}
          <input className="field" type="date" value={date} onChange={(event) => setDate(event.target.value)} />
        </label>
        <Time label={t("Début")} value={rules.start} set={(start) => setRules({ ...rules, start })} />
        <Length
          label={t("Correction d'un courrier (min)")}
          value={rules.letter_minutes}
          set={(letter_minutes) => setRules({ ...rules, letter_minutes })}
        />
        <Length
          label={t("Déjeuner (min)")}
          value={rules.lunch_minutes}
          set={(lunch_minutes) => setRules({ ...rules, lunch_minutes })}
        />
        <Length
          label={t("Délibération (min)")}
          value={rules.deliberation_minutes}
          set={(deliberation_minutes) => setRules({ ...rules, deliberation_minutes })}
        />
      </div>
      <h3>{t("Binômes de jury")}</h3>
      {pairs.map((pair) => (
        <fieldset key={pair.id} className={`row wrap ${styles.item}`}>
          <legend className="sr">{pair.name}</legend>
          <input
            className="field"
            style={{ width: 130 }}
            required
            maxLength={40}
            aria-label={t("Nom du binôme")}
            value={pair.name}
            onChange={(event) => setPair(pair.id, { name: event.target.value })}
          />
          {[0, 1].map((index) => (
            <JurorChoice key={index} pair={pair} index={index} jurors={jurors} set={(made) => setPair(pair.id, made)} />
          ))}
          <select
            className="field"
            style={{ width: 170 }}
            required
            aria-label={t("Salle de {name}", { name: pair.name })}
            value={pair.room}
            onChange={(event) => setPair(pair.id, { room: event.target.value })}
          >
            <option value="">{t("Choisir une salle")}</option>
            {rooms.map((room) => (
              <option key={room.id} value={room.id}>
                {room.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="btn slim plain"
            onClick={() => setPairs(pairs.filter((one) => one.id !== pair.id))}
          >
            {t("Retirer {name}", { name: pair.name })}
          </button>
        </fieldset>
      ))}
      <div className="row wrap">
        <button
          type="button"
          className="btn slim"
          onClick={() => addPair([{ id: newId(), name: t("Jury {n}", { n: pairs.length + 1 }), jurors: [] }])}
        >
          {t("Ajouter un binôme")}
        </button>
        <label className="btn slim">
          {t("Importer les jurés…")}
          <input
            className={styles.file}
            type="file"
            accept=".csv,.xlsx,.ods,text/csv"
            onChange={(event) => {
              void importJurors(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
        <span className="small soft">{t("Colonnes : Nom, Binôme, Fidélisation. Chaque juré a déjà un compte.")}</span>
      </div>
      {read && read.faults.length > 0 && <Faults faults={read.faults} />}
      <h3>{t("Salles")}</h3>
      {rooms.map((room) => (
        <fieldset key={room.id} className={`row wrap ${styles.item}`}>
          <legend className="sr">{room.name}</legend>
          <input
            className="field"
            style={{ width: 170 }}
            required
            maxLength={40}
            aria-label={t("Nom de la salle")}
            value={room.name}
            onChange={(event) => setRoom(room.id, { name: event.target.value })}
          />
          <label className="row small">
            {t("Postes")}
            <input
              className="field num"
              style={{ width: 76 }}
              type="number"
              min={1}
              max={200}
              required
              value={room.posts}
              onChange={(event) => setRoom(room.id, { posts: Number(event.target.value) })}
            />
          </label>
          {USES.map((use) => (
            <label key={use} className="row small" style={{ gap: 4 }}>
              <input
                type="checkbox"
                checked={room.uses.includes(use)}
                onChange={(event) =>
                  setRoom(room.id, {
                    uses: event.target.checked ? [...room.uses, use] : room.uses.filter((one) => one !== use),
                  })
                }
              />
              {t(USE_WORDS[use])}
            </label>
          ))}
          <button
            type="button"
            className="btn slim plain"
            onClick={() => setRooms(rooms.filter((one) => one.id !== room.id))}
          >
            {t("Retirer {name}", { name: room.name })}
          </button>
        </fieldset>
      ))}
      <div className="row wrap">
        <button
          type="button"
          className="btn slim"
          onClick={() =>
            setRooms([
              ...rooms,
              { id: newId(), name: t("Salle {name}", { name: rooms.length + 1 }), posts: 1, uses: ["preparation"] },
            ])
          }
        >
          {t("Ajouter une salle")}
        </button>
        <span className="grow" />
        <button className="btn primary" disabled={timetable.isBusy}>
          {t("Enregistrer jury et salles")}
        </button>
      </div>
    </form>
  );
}

function JurorChoice({
  pair,
  index,
  jurors,
  set,
}: {
  pair: PairView;
  index: number;
  jurors: Person[];
  set: (change: Partial<PairView>) => void;
}): ReactNode {
  const chosen = pair.jurors[index];
  const change = (next: PairView["jurors"][number] | null): void =>
    set({
      jurors: next
        ? [...pair.jurors.slice(0, index), next, ...pair.jurors.slice(index + 1)]
        : pair.jurors.filter((_, place) => place !== index),
    });
  return (
    <span className="row" style={{ gap: 6 }}>
      <select
        className="field"
        style={{ width: 180 }}
        aria-label={t("Juré {n} de {name}", { n: index + 1, name: pair.name })}
        value={chosen?.id ?? ""}
        onChange={(event) => {
          const person = jurors.find((one) => one.id === event.target.value);
          change(
            person ? { id: person.id, name: person.name, knows_retention: chosen?.knows_retention ?? false } : null,
          );
        }}
      >
        <option value="">{t("Choisir un juré")}</option>
        {jurors.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {chosen && (
        <label className="row small" style={{ gap: 4 }}>
          <input
            type="checkbox"
            checked={chosen.knows_retention}
            onChange={(event) => change({ ...chosen, knows_retention: event.target.checked })}
          />
          {t("fidélisation")}
        </label>
      )}
    </span>
  );
}

function Time({ label, value, set }: { label: string; value: number; set: (value: number) => void }): ReactNode {
  return (
    <label className="small strong">
      {label}
      <input
        className="field num"
        type="time"
        required
        value={timeValue(value)}
        onChange={(event) => set(minutesOf(event.target.value) ?? value)}
      />
    </label>
  );
}

function Length({ label, value, set }: { label: string; value: number; set: (value: number) => void }): ReactNode {
  return (
    <label className="small strong">
      {label}
      <input
        className="field num"
        style={{ width: 90, display: "block" }}
        type="number"
        min={0}
        max={60}
        required
        value={value}
        onChange={(event) => set(Number(event.target.value))}
      />
    </label>
  );
}
