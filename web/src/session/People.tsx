import { useIsFetching } from "@tanstack/react-query";
import { type ReactNode, type RefObject, type SubmitEvent, useEffect, useRef, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { textIn } from "../shared/formText";
import { PersonMenu } from "./PersonMenu";
import { ROLES, rolesIn, roleWords } from "./roles";

const ANCHOR = "equipe";

/** Whoever was sent here, from « Cette installation », is brought here once all that stands above has come. */
function useWanted(isThere: boolean): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement>(null);
  const isBrought = useRef(false);
  const fetching = useIsFetching();
  useEffect(() => {
    if (!isThere || fetching > 0 || isBrought.current || location.hash !== `#${ANCHOR}`) return;
    isBrought.current = true;
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: "start" });
  }, [isThere, fetching]);
  return section;
}

/** The team's accounts; only the session lead changes them (the server refuses anybody else). */
export function People(): ReactNode {
  const [message, setMessage] = useState("");
  const { data: people = [], isSuccess, refetch } = server.useQuery("get", "/api/staff/people");
  const section = useWanted(isSuccess);
  const { mutate } = server.useMutation("post", "/api/staff/people", {
    onSuccess: () => setMessage(t("Compte créé.")),
    onError: (refusal) => setMessage(wordsOf(refusal)),
    onSettled: () => refetch(),
  });
  const add = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const body = {
      login: textIn(data, "login"),
      name: textIn(data, "name"),
      roles: rolesIn(data.getAll("role")),
      password: textIn(data, "password"),
    };
    mutate({ body }, { onSuccess: () => form.reset() });
  };
  return (
    <section id={ANCHOR} ref={section} tabIndex={-1} className="card col" style={{ padding: 20 }}>
      <h2>{t("Équipe")}</h2>
      <ul className="plain-list">
        {people.map((person) => (
          <li key={person.id} className="row between small wrap" style={{ padding: "4px 0" }}>
            <span>
              <b>{person.name}</b>{" "}
              <span className="soft">{`${person.login ?? ""} · ${person.roles.map(roleWords).join(", ")}`}</span>
            </span>
            {person.disabled ? (
              <span className="pill">{t("Fermé")}</span>
            ) : (
              <PersonMenu person={person} changed={() => void refetch()} say={setMessage} />
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary className="strong small">{t("Ajouter une personne")}</summary>
        <form className="col" style={{ marginTop: 8 }} onSubmit={add}>
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
