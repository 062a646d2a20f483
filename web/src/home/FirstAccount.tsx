/** A new installation: its first account, with the code that the server's terminal shows. */

import css from "./home.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";

export function FirstAccount(): ReactNode {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const making = server.useMutation("post", "/api/public/first-account", {
    onSuccess: () => location.assign("/sessions"),
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
        <label className="strong">
          {t("Code de premier démarrage")}
          <input
            className="field num"
            value={code}
            placeholder="K7QF-3M2P"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-describedby="first-code"
            minLength={6}
            maxLength={24}
            required
            onChange={(event) => setCode(event.target.value)}
          />
          <span id="first-code" className="small soft">
            {t("Affiché au démarrage dans le terminal du serveur, ou dans son journal.")}
          </span>
        </label>
        <label className="strong">
          {t("Prénom et nom")}
          <input
            className="field"
            value={name}
            autoComplete="name"
            minLength={2}
            maxLength={160}
            required
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="strong">
          {t("Identifiant")}
          <input
            className="field"
            value={login}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby="first-login"
            pattern="\s*[A-Za-z0-9][A-Za-z0-9._@\-]+\s*"
            maxLength={80}
            required
            onChange={(event) => setLogin(event.target.value)}
          />
          <span id="first-login" className="small soft">
            {t("Lettres sans accent, chiffres, points ou tirets : c.delmas, par exemple.")}
          </span>
        </label>
        <label className="strong">
          {t("Mot de passe")}
          <input
            className="field"
            type="password"
            value={password}
            autoComplete="new-password"
            aria-describedby="first-password"
            minLength={10}
            maxLength={200}
            required
            onChange={(event) => setPassword(event.target.value)}
          />
          <span id="first-password" className="small soft">
            {t("10 caractères au moins ; trois ou quatre mots sans rapport entre eux, par exemple.")}
          </span>
        </label>
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
