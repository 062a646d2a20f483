import { type ReactNode, type SubmitEvent, useState } from "react";

import { call } from "../api/call";
import type { Person } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { Dialog } from "../shared/Dialog";
import { ROLES } from "./roles";

interface PersonMenuProps {
  person: Person;
  changed: () => void;
  /** What came of it, in words. */
  say: (message: string) => void;
}

/** What the session lead does with one account. */
export function PersonMenu({ person, changed, say }: PersonMenuProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState("");
  const root = `/api/staff/people/${person.id}`;
  const act = async (method: string, path: string, done: string, body?: unknown): Promise<void> => {
    const answer = await call(method, `${root}${path}`, body);
    if (!answer.ok) {
      setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
      return;
    }
    say(done);
    setOpen(false);
    changed();
  };
  const password = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void act("POST", "/password", t("Mot de passe changé. Cette personne est déconnectée partout."), {
      password: new FormData(event.currentTarget).get("password"),
    });
  };
  const roles = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void act("PUT", "/roles", t("Rôles changés."), { roles: new FormData(event.currentTarget).getAll("role") });
  };
  if (!isOpen)
    return (
      <button
        className="btn slim"
        aria-label={t("Modifier le compte de {name}", { name: person.name })}
        onClick={() => setOpen(true)}
      >
        {t("Modifier…")}
      </button>
    );
  return (
    <Dialog title={person.name} close={() => setOpen(false)}>
      <form className="col" style={{ gap: 8 }} onSubmit={roles}>
        <fieldset className="col" style={{ border: 0, padding: 0, margin: 0, gap: 4 }}>
          <legend className="strong">{t("Rôles")}</legend>
          {Object.entries(ROLES).map(([role, label]) => (
            <label key={role} className="row">
              <input type="checkbox" name="role" value={role} defaultChecked={person.roles.includes(role)} /> {t(label)}
            </label>
          ))}
        </fieldset>
        <div>
          <button className="btn slim">{t("Changer les rôles")}</button>
        </div>
      </form>
      <form className="col" style={{ gap: 8 }} onSubmit={password}>
        <label className="strong">
          {t("Nouveau mot de passe (10 caractères au moins)")}
          <input
            className="field"
            name="password"
            type="password"
            required
            minLength={10}
            maxLength={200}
            autoComplete="new-password"
          />
        </label>
        <div>
          <button className="btn slim">{t("Changer le mot de passe")}</button>
        </div>
      </form>
      {person.second_factor && (
        <div>
          <AskTwice
            question={t("Son mot de passe seul ouvrira.")}
            yes={t("Oui, retirer")}
            act={() => void act("POST", "/second-factor/reset", t("Second facteur retiré."))}
          >
            {t("Retirer le second facteur…")}
          </AskTwice>
        </div>
      )}
      <div>
        <AskTwice
          question={t("Ce compte ne pourra plus entrer.")}
          yes={t("Oui, fermer")}
          act={() => void act("POST", "/disable", t("Compte fermé."))}
        >
          {t("Fermer le compte…")}
        </AskTwice>
      </div>
      {problem && (
        <p role="alert" style={{ color: "var(--c-bad)", fontWeight: 600 }}>
          {problem}
        </p>
      )}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <button className="btn slim" onClick={() => setOpen(false)}>
          {t("Fermer")}
        </button>
      </div>
    </Dialog>
  );
}
