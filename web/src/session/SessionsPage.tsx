/** Sessions: the list, and the form that makes one. */

import { type SubmitEvent, type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { PackSummary, SessionSummary } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { day } from "../shared/time";
import { People } from "./People";

export default function SessionsPage(): ReactNode {
  const [sessions, setSessions] = useState<SessionSummary[]>([]);
  const [packs, setPacks] = useState<PackSummary[]>([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    void call<SessionSummary[]>("GET", "/api/staff/sessions").then((answer) => answer.ok && setSessions(answer.data));
    void call<PackSummary[]>("GET", "/api/staff/packs").then((answer) => answer.ok && setPacks(answer.data));
  }, []);
  const create = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = form.get("subject");
    const [packId, subjectId] = typeof chosen === "string" ? chosen.split("/") : [];
    const answer = await call<SessionSummary>("POST", "/api/staff/sessions", {
      kind: form.get("kind"),
      title: form.get("title"),
      pack_id: packId,
      subject_id: subjectId,
      minutes: Number(form.get("minutes")),
      spell_check: form.get("spell") === "on",
      findings: form.get("findings") === "on",
      paste_limit: Number(form.get("paste")),
      retention_days: Number(form.get("retention")),
    });
    if (answer.ok) location.assign(`/sessions/${answer.data.id}`);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  };
  return (
    <div className="page">
      <StaffBar title={t("Séances")} />
      <main className="column wide">
        <table className="list card">
          <thead>
            <tr>
              <th>{t("Séance")}</th>
              <th>{t("Genre")}</th>
              <th>{t("Sujet")}</th>
              <th>{t("Postes")}</th>
              <th>{t("Créée le")}</th>
              <th>{t("État")}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <td>
                  <a href={`/sessions/${session.id}`} className="strong" style={{ color: "var(--c-brand-deep)" }}>
                    {session.title}
                  </a>
                </td>
                <td>{session.kind === "exam" ? t("Examen") : t("Entraînement")}</td>
                <td>{`${session.company_name} · ${session.subject_title}`}</td>
                <td className="num">{session.seats}</td>
                <td className="num">{day(session.created_at)}</td>
                <td>{session.closed_at ? t("Close") : t("Ouverte")}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="two" style={{ alignItems: "start" }}>
          <form className="card col" style={{ padding: 20 }} onSubmit={(event) => void create(event)}>
            <h2>{t("Nouvelle séance")}</h2>
            <label className="small strong">
              {t("Titre")}
              <input className="field" name="title" required minLength={3} maxLength={200} />
            </label>
            <label className="small strong">
              {t("Genre")}
              <select className="field" name="kind">
                <option value="practice">{t("Entraînement")}</option>
                <option value="exam">{t("Examen : échanges")}</option>
              </select>
            </label>
            <label className="small strong">
              {t("Sujet")}
              <select className="field" name="subject" required>
                {packs.flatMap((pack) =>
                  pack.subjects.map((subject) => (
                    <option key={pack.id + subject.id} value={`${pack.id}/${subject.id}`}>
                      {`${pack.company_name} · ${subject.title} (${subject.exchanges.length})`}
                    </option>
                  )),
                )}
              </select>
            </label>
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
            {problem && <p role="alert" style={{ color: "var(--c-bad)" }}>{problem}</p>}
            <button className="btn primary">{t("Créer la séance")}</button>
          </form>
          <div className="col" style={{ gap: 14 }}>
            <section className="card col" style={{ padding: 20 }}>
              <h2>{t("Scénarios installés")}</h2>
              {packs.map((pack) => (
                <div key={pack.id}>
                  <b>{pack.company_name}</b> <span className="soft">{pack.tagline}</span>
                  <div className="small soft">{t("{c} clients, {p} produits, {q} procédures", { c: pack.customers, p: pack.products, q: pack.procedures })}</div>
                  <ul className="small">
                    {pack.subjects.map((subject) => (
                      <li key={subject.id}>{`${subject.title} · ${subject.competences.join(", ")} · ${subject.minutes} min`}</li>
                    ))}
                  </ul>
                </div>
              ))}
            </section>
            <section className="card col" style={{ padding: 20 }}>
              <h2>{t("Constats proposés au jury")}</h2>
              <p className="small soft">{t("Jusqu'où les constats et les jurés s'accordent, critère par critère.")}</p>
              <div>
                <a className="btn slim" href="/constats">
                  {t("Fiabilité des constats")}
                </a>
              </div>
            </section>
            <People />
          </div>
        </div>
      </main>
    </div>
  );
}
