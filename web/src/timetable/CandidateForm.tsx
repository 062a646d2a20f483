/** One candidate's record after the import: name, number, place, access route, accommodation; each change is dated. */

import { type ReactNode, type SubmitEvent, useState } from "react";

import { client } from "../api/client";
import type { TimetableView } from "../api/schema";
import { hour } from "../examday/hours";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { shortDate } from "../shared/DayPicker";
import { RECORD_WORDS, ROUTE_WORDS } from "./routeWords";
import type { Timetable } from "./useTimetable";

type Candidate = TimetableView["candidates"][number];

export function CandidateForm({
  day,
  candidate: one,
  timetable,
}: {
  day: TimetableView;
  candidate: Candidate;
  timetable: Timetable;
}): ReactNode {
  const [wasSent, setSent] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    };
    setSent(true);
    await timetable.change(
      client.PUT("/api/staff/exam-days/{session_id}/candidates/{seat_id}", {
        params: { path: { session_id: day.session_id, seat_id: one.seat_id }, query: { day: day.day } },
        body: {
          name: text("name"),
          number: text("number"),
          desk: text("desk"),
          route: text("route") as Candidate["route"],
          extra_percent: Number(text("percent")),
          extra_minutes: Number(text("minutes")),
          accommodation: text("reference"),
          trainers: [...one.trainers],
          ...(day.days.length > 1 ? { day: text("day") } : {}),
        },
      }),
    );
  };
  return (
    <form className="col" aria-label={t("Fiche de {name}", { name: one.name })} onSubmit={(e) => void submit(e)}>
      <div className="row wrap small">
        <label className="strong">
          {t("Nom")}
          <input
            className="field"
            name="name"
            required
            defaultValue={one.name}
            style={{ width: 220, display: "block" }}
          />
        </label>
        <label className="strong">
          {t("Numéro")}
          <input
            className="field"
            name="number"
            required
            defaultValue={one.label}
            style={{ width: 110, display: "block" }}
          />
        </label>
        <label className="strong">
          {t("Poste")}
          <input
            className="field"
            name="desk"
            required
            defaultValue={one.desk}
            style={{ width: 190, display: "block" }}
          />
        </label>
        <label className="strong">
          {t("Voie d'accès")}
          <select className="field" name="route" defaultValue={one.route} style={{ width: 200, display: "block" }}>
            {Object.entries(ROUTE_WORDS).map(([route, words]) => (
              <option key={route} value={route}>
                {t(words)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="row wrap small">
        {day.days.length > 1 && (
          <label className="strong">
            {t("Jour")}
            <select className="field" name="day" defaultValue={day.date ?? ""} style={{ width: 170, display: "block" }}>
              {day.days.map((date) => (
                <option key={date} value={date}>
                  {shortDate(date)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Amount name="percent" label={t("Temps majoré (%)")} most={100} value={one.extra_percent} />
        <Amount name="minutes" label={t("ou minutes par étape")} most={120} value={one.extra_minutes} />
        <label className="strong">
          {t("Référence de la décision (jamais le motif)")}
          <input
            className="field"
            name="reference"
            maxLength={80}
            defaultValue={one.accommodation}
            style={{ width: 240, display: "block" }}
          />
        </label>
        <span className="grow" />
        <AskTwice
          label={t("Retirer… {who}", { who: `${one.label} · ${one.name}` })}
          question={t(
            "Inscrit par erreur ? Sa place et son code sont effacés, et ce retrait est gardé avec votre nom.",
          )}
          yes={t("Oui, retirer ce candidat")}
          disabled={timetable.isBusy}
          act={() => {
            setSent(true);
            void timetable.remove(one.seat_id);
          }}
        >
          {t("Retirer…")}
        </AskTwice>
        <button className="btn slim" disabled={timetable.isBusy} style={{ alignSelf: "end" }}>
          {t("Enregistrer la fiche")}
        </button>
      </div>
      {/* The page says it at its top; whoever is far below reads it here. */}
      {wasSent && timetable.problem && <p className="small strong">{timetable.problem}</p>}
      {one.changes.length > 0 && (
        <ul className="small soft" aria-label={t("Corrections")}>
          {one.changes.map((change) => (
            <li key={change.at}>
              {t("{date} à {at}, {who} : {what}", {
                date: new Date(change.at).toLocaleDateString("fr-FR"),
                at: hour(change.at),
                who: change.by,
                what: Object.keys(change.after)
                  .map((key) => sentence(key, change.before[key] ?? "", change.after[key] ?? ""))
                  .join(" ; "),
              })}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function sentence(key: string, before: string, after: string): string {
  const words = (value: string): string => {
    if (key === "day") return shortDate(value);
    return key === "route" ? t(ROUTE_WORDS[value] ?? value) : value;
  };
  return t("{field} « {before} » → « {after} »", {
    field: t(RECORD_WORDS[key] ?? key),
    before: words(before),
    after: words(after),
  });
}

function Amount({ name, label, most, value }: { name: string; label: string; most: number; value: number }): ReactNode {
  return (
    <label className="strong">
      {label}
      <input
        className="field num"
        name={name}
        type="number"
        min={0}
        max={most}
        required
        defaultValue={value}
        style={{ width: 90, display: "block" }}
      />
    </label>
  );
}
