/** The form that makes a session. */

import { type SubmitEvent, type ReactNode, useRef, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { NewExamDay, NewSession as NewSessionAsked, PackSummary } from "../api/schema";
import { t } from "../i18n/t";
import { textIn } from "../shared/formText";
import { freshId } from "../shared/freshId";
import { subjectsFor } from "./subjectsFor";
import { withoutCase } from "./withoutCase";

/** What makes an exam a day: its format and, for a mock exam, the only phase that is held. */
const DAYS: Partial<Record<string, NewExamDay>> = {
  title: { format_id: "title", phases: [], days: [], outside_paste: false, most_hearings: 2 },
  ccp1: { format_id: "ccp1", phases: [], days: [], outside_paste: false, most_hearings: 2 },
  ccp2: { format_id: "ccp2", phases: [], days: [], outside_paste: false, most_hearings: 2 },
  case_study: { format_id: "title", phases: ["case_study"], days: [], outside_paste: false, most_hearings: 2 },
};

/** Those whose technical interview draws a recorded sequence. */
const HEARS_A_SEQUENCE = new Set(["title", "ccp1"]);

const MOST_DAYS = 5;

const ANCHOR = "nouvelle-seance";

/** Whoever was sent here to make a session begins to type. */
const wanted = (title: HTMLInputElement | null): void => {
  if (title === null || location.hash !== `#${ANCHOR}`) return;
  title.focus();
  title.form?.scrollIntoView({ block: "start" });
};

/** `groups`: those that exist, offered while typing. */
export function NewSession({ packs, groups }: { packs: PackSummary[]; groups: string[] }): ReactNode {
  const [kind, setKind] = useState("practice");
  const [days, setDays] = useState<string[]>([""]);
  const isExam = kind !== "practice";
  const [hasNoCase, setNoCase] = useState(false);
  const wholeDay = DAYS[kind];
  const mayLackCase = wholeDay !== undefined && kind !== "case_study";
  const held = wholeDay && mayLackCase && hasNoCase ? withoutCase(wholeDay) : wholeDay;
  // A day with a case study is played with a pack that has one.
  const fitting = held && !hasNoCase ? packs.filter((pack) => pack.case_studies.length > 0) : packs;
  /** Until it is refused: a second press in the same instant makes no second session. */
  const isSending = useRef(false);
  /** Sent again with the same words, as after an answer that was lost, it is the same session. */
  const asked = useRef({ words: "", id: "" });
  const { mutate, error, isPending, isSuccess } = server.useMutation("post", "/api/staff/sessions", {
    onSuccess: (made) => location.assign(`/sessions/${made.id}${held ? "/emploi-du-temps" : ""}`),
    onError: () => {
      isSending.current = false;
    },
  });
  const problem = wordsOf(error);
  const subjects = fitting.flatMap((pack) =>
    subjectsFor(kind, pack).map((subject) => ({
      value: `${pack.id}/${subject.id}`,
      label: `${pack.company_name} · ${subject.title} (${subject.exchanges.length})`,
      storyMoves: pack.story_moves,
    })),
  );
  const [wantedSubject, setSubject] = useState("");
  const subject = subjects.find((one) => one.value === wantedSubject) ?? subjects[0];
  const create = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isSending.current) return;
    isSending.current = true;
    const form = new FormData(event.currentTarget);
    const [packId = "", subjectId = ""] = textIn(form, "subject").split("/");
    const wishes: NewSessionAsked = {
      kind: isExam ? "exam" : "practice",
      exam_day: held && {
        ...held,
        days: days.filter(Boolean),
        most_hearings: Number(form.get("hearings") ?? 2) || null,
      },
      title: textIn(form, "title"),
      pack_id: packId,
      subject_id: subjectId,
      story_day: form.get("today") === "on" ? "today" : "fixed",
      minutes: Number(form.get("minutes")),
      spell_check: form.get("spell") === "on",
      findings: form.get("findings") === "on",
      // An exam has neither.
      group_name: textIn(form, "group"),
      feedback: textIn(form, "feedback") === "reviewed" ? "reviewed" : "automatic",
      paste_limit: Number(form.get("paste")),
      retention_days: Number(form.get("retention")),
      // The installation's own words.
      legal_basis: "",
    };
    const words = JSON.stringify(wishes);
    if (words !== asked.current.words) asked.current = { words, id: freshId() };
    mutate({ body: { ...wishes, id: asked.current.id } });
  };
  return (
    <form id={ANCHOR} className="card col" style={{ padding: 20 }} onSubmit={create}>
      <h2>{t("Nouvelle séance")}</h2>
      <label className="small strong">
        {t("Titre")}
        <input ref={wanted} className="field" name="title" required minLength={3} maxLength={200} />
      </label>
      <label className="small strong">
        {t("Genre")}
        <select className="field" name="kind" value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="practice">{t("Entraînement")}</option>
          <option value="exam">{t("Examen : échanges")}</option>
          <option value="title">{t("Examen : journée du titre")}</option>
          <option value="ccp1">{t("Examen : journée du CCP 1")}</option>
          <option value="ccp2">{t("Examen : journée du CCP 2")}</option>
          <option value="case_study">{t("Épreuve blanche : étude de cas seule")}</option>
        </select>
      </label>
      {held && (
        <div className="col">
          {days.map((day, index) => (
            // Dates have no other name than their place.
            <label key={index} className="small strong">
              {index === 0 ? t("Date") : t("Date du jour {n}", { n: index + 1 })}
              <input
                className="field"
                type="date"
                value={day}
                onChange={(event) => setDays(days.with(index, event.target.value))}
              />
            </label>
          ))}
          {days.length < MOST_DAYS && (
            // Always in its place: whoever has just given a date finds what stands below it where it was.
            <button type="button" className="link small" disabled={!days[0]} onClick={() => setDays([...days, ""])}>
              {t("Ajouter un jour")}
            </button>
          )}
        </div>
      )}
      {mayLackCase && (
        <label className="row small strong">
          <input type="checkbox" checked={hasNoCase} onChange={(event) => setNoCase(event.target.checked)} />
          {t("Sans étude de cas : pour un sujet reçu en documents")}
        </label>
      )}
      {HEARS_A_SEQUENCE.has(kind) && !hasNoCase && (
        <label className="small strong">
          {t("Écoutes de la séquence enregistrée")}
          <select className="field" name="hearings" defaultValue="2">
            <option value="1">{t("Une seule")}</option>
            <option value="2">{t("Deux au plus")}</option>
            <option value="3">{t("Trois au plus")}</option>
            <option value="0">{t("Autant que le jury le veut")}</option>
          </select>
        </label>
      )}
      {!isExam && (
        <div className="two">
          <label className="small strong">
            {t("Groupe (facultatif)")}
            <input className="field" name="group" maxLength={80} list="groups" placeholder={t("CRCD 2026 A")} />
            <datalist id="groups">
              {groups.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </label>
          <label className="small strong">
            {t("Retour au stagiaire")}
            <select className="field" name="feedback">
              <option value="automatic">{t("Aussitôt l'échange terminé")}</option>
              <option value="reviewed">{t("Après relecture du formateur")}</option>
            </select>
          </label>
        </div>
      )}
      <label className="small strong">
        {t("Sujet")}
        <select
          className="field"
          name="subject"
          required
          value={subject?.value ?? ""}
          onChange={(event) => setSubject(event.target.value)}
        >
          {subjects.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {!isExam && subject?.storyMoves && (
        <label className="row small strong">
          <input type="checkbox" name="today" />
          {t("Ramener l'histoire à aujourd'hui : toutes ses dates suivent")}
        </label>
      )}
      <div className="two">
        <label className="small strong">
          {t("Durée (minutes)")}
          <input className="field num" name="minutes" type="number" min={1} max={300} defaultValue={60} />
        </label>
        <label className="small strong">
          {t("Conservation (jours)")}
          <input className="field num" name="retention" type="number" min={1} max={180} defaultValue={180} />
        </label>
        <label className="small strong">
          {t("Collage dans le chat (caractères)")}
          <input className="field num" name="paste" type="number" min={0} max={4000} defaultValue={80} />
        </label>
        <label className="row small strong">
          <input type="checkbox" name="spell" />
          {t("Correcteur du navigateur")}
        </label>
        <label className="row small strong">
          <input type="checkbox" name="findings" defaultChecked />
          {t("Constats proposés au jury")}
        </label>
      </div>
      {problem && (
        <p role="alert" style={{ color: "var(--c-bad)" }}>
          {problem}
        </p>
      )}
      {/* Until the packs have come there is no subject to choose, and the browser would refuse without a word of ours. */}
      <button className="btn primary" disabled={packs.length === 0 || isPending || isSuccess}>
        {t("Créer la séance")}
      </button>
    </form>
  );
}
