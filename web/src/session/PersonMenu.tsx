import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { Person } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { Dialog } from "../shared/Dialog";
import { textIn } from "../shared/formText";
import { ROLES, rolesIn } from "./roles";

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
  const params = { path: { person_id: person.id } };
  const saying = (done: string) => ({
    onSuccess: () => {
      say(done);
      setOpen(false);
      changed();
    },
    onError: (refusal: unknown) => setProblem(wordsOf(refusal)),
  });
  const renewing = server.useMutation(
    "post",
    "/api/staff/people/{person_id}/password",
    saying(t("Mot de passe changé. Cette personne est déconnectée partout.")),
  );
  const assigning = server.useMutation("put", "/api/staff/people/{person_id}/roles", saying(t("Rôles changés.")));
  const resetting = server.useMutation(
    "post",
    "/api/staff/people/{person_id}/second-factor/reset",
    saying(t("Second facteur retiré.")),
  );
  const disabling = server.useMutation("post", "/api/staff/people/{person_id}/disable", saying(t("Compte fermé.")));
  const password = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    renewing.mutate({ params, body: { password: textIn(new FormData(event.currentTarget), "password") } });
  };
  const roles = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    assigning.mutate({ params, body: { roles: rolesIn(new FormData(event.currentTarget).getAll("role")) } });
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
            act={() => resetting.mutate({ params })}
          >
            {t("Retirer le second facteur…")}
          </AskTwice>
        </div>
      )}
      <div>
        <AskTwice
          question={t("Ce compte ne pourra plus entrer.")}
          yes={t("Oui, fermer")}
          act={() => disabling.mutate({ params })}
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
