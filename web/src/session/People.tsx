import { type SubmitEvent, type ReactNode, useCallback, useEffect, useState } from "react";

import { call } from "../api/call";
import type { Person } from "../api/schema";
import { t } from "../i18n/t";
import { PersonMenu } from "./PersonMenu";
import { ROLES } from "./roles";

/** The team's accounts; only the session lead changes them (the server refuses anybody else). */
export function People(): ReactNode {
  const [people, setPeople] = useState<Person[]>([]);
  const [message, setMessage] = useState("");
  const load = useCallback(
    () => void call<Person[]>("GET", "/api/staff/people").then((answer) => answer.ok && setPeople(answer.data)),
    [],
  );
  useEffect(load, [load]);
  const add = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const answer = await call("POST", "/api/staff/people", {
      login: data.get("login"),
      name: data.get("name"),
      roles: [data.get("role")],
      password: data.get("password"),
    });
    setMessage(answer.ok ? t("Compte créé.") : `${answer.problem.message} ${answer.problem.remedy}`);
    if (answer.ok) form.reset();
    load();
  };
  return (
    <section className="card col" style={{ padding: 20 }}>
      <h2>{t("Équipe")}</h2>
      <ul className="plain-list">
        {people.map((person) => (
          <li key={person.id} className="row between small wrap" style={{ padding: "4px 0" }}>
            <span>
              <b>{person.name}</b>{" "}
              <span className="soft">{`${person.login ?? ""} · ${person.roles.map((role) => t(ROLES[role] ?? role)).join(", ")}`}</span>
            </span>
            {person.disabled ? (
              <span className="pill">{t("Fermé")}</span>
            ) : (
              <PersonMenu person={person} changed={load} say={setMessage} />
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary className="strong small">{t("Ajouter une personne")}</summary>
        <form className="col" style={{ marginTop: 8 }} onSubmit={(event) => void add(event)}>
          <input className="field" name="name" required minLength={2} aria-label={t("Nom")} placeholder={t("Nom")} />
          <input
            className="field"
            name="login"
            required
            minLength={2}
            pattern="[a-z0-9][a-z0-9._@\-]*"
            aria-label={t("Identifiant")}
            placeholder={t("Identifiant (minuscules)")}
          />
          <select className="field" name="role" aria-label={t("Rôle")}>
            {Object.entries(ROLES).map(([role, label]) => (
              <option key={role} value={role}>
                {t(label)}
              </option>
            ))}
          </select>
          <input
            className="field"
            name="password"
            type="password"
            required
            minLength={10}
            autoComplete="new-password"
            aria-label={t("Mot de passe")}
            placeholder={t("Mot de passe (10 caractères au moins)")}
          />
          <button className="btn">{t("Créer le compte")}</button>
        </form>
      </details>
      {message && (
        <p role="status" className="small">
          {message}
        </p>
      )}
    </section>
  );
}
