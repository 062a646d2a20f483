/** The day's candidates: a list imported after it was shown, their access route and extra time, their documents. */

import styles from "./timetable.module.css";

import { type ReactNode, useState } from "react";

import { client } from "../api/client";
import type { CandidatesPreview, TimetableView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { CandidateForm } from "./CandidateForm";
import { Documents } from "./Documents";
import { ExtraTimeCap } from "./ExtraTimeCap";
import { Faults } from "./Faults";
import { shortDate } from "../shared/DayPicker";
import { ROUTE_WORDS } from "./routeWords";
import { sendFile } from "./sendFile";
import type { Timetable } from "./useTimetable";

const LARGEST = 2 * 1024 * 1024;

export function Candidates({ day, timetable }: { day: TimetableView; timetable: Timetable }): ReactNode {
  const [preview, setPreview] = useState<CandidatesPreview | null>(null);
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPreview(null);
    const path = `/api/staff/exam-days/${day.session_id}/import/candidates`;
    const answer = await sendFile<CandidatesPreview>("POST", path, file, LARGEST);
    timetable.say(answer.ok ? "" : `${answer.problem.message} ${answer.problem.remedy}`);
    if (answer.ok) setPreview(answer.data);
  };
  const keep = async (): Promise<void> => {
    const body = { candidates: preview?.candidates ?? [] };
    const asked = client.POST("/api/staff/exam-days/{session_id}/candidates", {
      params: { path: { session_id: day.session_id }, query: { day: day.day } },
      body,
    });
    if (await timetable.change(asked)) setPreview(null);
  };
  return (
    <section className="card col" aria-label={t("Candidats")} style={{ padding: 16 }}>
      <div className="row between wrap">
        <h2>{plural(day.candidates.length, "{n} candidat", "{n} candidats")}</h2>
        <label className={day.candidates.length || preview?.candidates.length ? "btn" : "btn primary"}>
          {day.candidates.length ? t("Importer d'autres candidats…") : t("Importer la liste des candidats…")}
          <input
            className={styles.file}
            type="file"
            accept=".csv,.xlsx,.ods,text/csv"
            onChange={(event) => {
              void read(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
      </div>
      <p className="small soft">
        {t(
          "Un fichier CSV, Excel ou LibreOffice, une ligne par candidat. Colonnes : Nom, Prénom ; au besoin Jour, Poste, Voie d'accès, Temps majoré, Référence, Formateurs. Jamais le motif d'un aménagement.",
        )}
      </p>
      <ExtraTimeCap sessionId={day.session_id} />
      {preview && preview.faults.length > 0 && <Faults faults={preview.faults} />}
      {preview && preview.candidates.length > 0 && (
        <div className="col" role="group" aria-label={t("Avant d'importer")}>
          <p>
            {plural(
              preview.candidates.length,
              "{n} candidat lu. Rien n'est encore enregistré.",
              "{n} candidats lus. Rien n'est encore enregistré.",
            )}
            {preview.ignored.length > 0 && (
              <span className="soft">{` ${t("Colonnes laissées de côté : {names}.", { names: preview.ignored.join(", ") })}`}</span>
            )}
          </p>
          <ul className={`small ${styles.preview}`}>
            {preview.candidates.map((one) => (
              <li key={one.name}>
                <b>{one.name}</b>{" "}
                <span className="soft">
                  {[
                    one.desk,
                    one.day ? shortDate(one.day) : "",
                    t(ROUTE_WORDS[one.route] ?? one.route),
                    one.extra_percent ? `+${one.extra_percent} %` : "",
                    one.trainers.length ? t("formé par {names}", { names: one.trainers.join(", ") }) : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </li>
            ))}
          </ul>
          <div className="row wrap">
            <button className="btn primary" disabled={timetable.isBusy} onClick={() => void keep()}>
              {plural(preview.candidates.length, "Inscrire {n} candidat", "Inscrire ces {n} candidats")}
            </button>
            <button className="btn" onClick={() => setPreview(null)}>
              {t("Ne rien importer")}
            </button>
          </div>
        </div>
      )}
      <ul className={`plain-list col ${styles.people}`}>
        {day.candidates.map((one) => (
          <CandidateLine key={one.seat_id} day={day} candidate={one} timetable={timetable} />
        ))}
      </ul>
    </section>
  );
}

/** Opened, it shows the candidate's record and documents: asked of the server only then. */
function CandidateLine({
  day,
  candidate: one,
  timetable,
}: {
  day: TimetableView;
  candidate: TimetableView["candidates"][number];
  timetable: Timetable;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <b>{`${one.label} · ${one.name}`}</b>{" "}
          <span className="soft small">
            {[
              one.desk,
              t(ROUTE_WORDS[one.route] ?? one.route),
              one.extra_percent ? t("temps majoré de {n} %", { n: one.extra_percent }) : "",
              one.extra_minutes ? t("+{n} min par étape", { n: one.extra_minutes }) : "",
              one.trainers.length ? t("formé par {names}", { names: one.trainers.join(", ") }) : "",
              one.absent ? t("absent") : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </summary>
        {isOpen && (
          <>
            <CandidateForm
              key={`${one.label} ${one.name} ${one.desk} ${one.route} ${one.extra_percent} ${one.extra_minutes}`}
              day={day}
              candidate={one}
              timetable={timetable}
            />
            <Documents seatId={one.seat_id} />
          </>
        )}
      </details>
    </li>
  );
}
