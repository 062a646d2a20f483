/** A new installation: its first account, with the code that the server's terminal shows. */

import css from "./home.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Field } from "../shared/Field";

export function FirstAccount(): ReactNode {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const making = server.useMutation("post", "/api/public/first-account", {
    onSuccess: () => location.assign("/premiers-pas"),
  });
  const problem = wordsOf(making.error);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    making.mutate({ body: { code, name: name.trim(), login: login.trim().toLowerCase(), password } });
  };
  return (
    <section className="card col" style={{ padding: 20, gap: 12 }} aria-labelledby="first-account">
      <h2 id="first-account">{t("Créer le premier compte")}</h2>
      <p className="soft">
        {t(
          "Cette installation est neuve. Son premier compte est celui du responsable de session, qui crée les autres.",
        )}
      </p>
      <form className={css.firstAccount} onSubmit={submit}>
        <Field
          label={t("Code de premier démarrage")}
          hint={t("Affiché au démarrage dans le terminal du serveur, ou dans son journal.")}
          className="field num"
          value={code}
          onValue={setCode}
          placeholder="K7QF-3M2P"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          minLength={6}
          maxLength={24}
          required
        />
        <Field
          label={t("Prénom et nom")}
          value={name}
          onValue={setName}
          autoComplete="name"
          minLength={2}
          maxLength={160}
          required
        />
        <Field
          label={t("Identifiant")}
          hint={t("Lettres sans accent, chiffres, points ou tirets : c.delmas, par exemple.")}
          value={login}
          onValue={setLogin}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          pattern="\s*[A-Za-z0-9][A-Za-z0-9._@\-]+\s*"
          maxLength={80}
          required
        />
        <Field
          label={t("Mot de passe")}
          hint={t("10 caractères au moins ; trois ou quatre mots sans rapport entre eux, par exemple.")}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
        />
        <button className="btn primary" disabled={making.isPending}>
          {making.isPending ? t("Création…") : t("Créer le premier compte")}
        </button>
      </form>
      {problem && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </section>
  );
}
