import css from "./account.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { textIn } from "../shared/formText";

/** Another password of one's own; the server says why one will not do. */
export function OwnPassword({ login }: { login: string }): ReactNode {
  const [differs, setDiffers] = useState(false);
  const { mutate, reset, error, isPending, isSuccess } = server.useMutation("post", "/api/staff/me/password");
  const problem = differs ? t("Les deux saisies du nouveau mot de passe diffèrent. Retapez-les.") : wordsOf(error);
  const change = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const password = textIn(data, "password");
    setDiffers(password !== textIn(data, "again"));
    if (password !== textIn(data, "again")) reset();
    else mutate({ body: { current: textIn(data, "current"), password } }, { onSuccess: () => form.reset() });
  };
  return (
    <section className="card col" aria-labelledby="own-password">
      <h2 id="own-password">{t("Changer mon mot de passe")}</h2>
      <form className="col" style={{ gap: 10 }} onSubmit={change}>
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <label>
          {t("Mot de passe actuel")}
          <input className="field" name="current" type="password" required autoComplete="current-password" />
        </label>
        <label>
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
        <label>
          {t("Nouveau mot de passe, encore une fois")}
          <input
            className="field"
            name="again"
            type="password"
            required
            minLength={10}
            maxLength={200}
            autoComplete="new-password"
          />
        </label>
        <div>
          <button className="btn primary" disabled={isPending}>
            {isPending ? t("Vérification…") : t("Changer le mot de passe")}
          </button>
        </div>
      </form>
      {problem && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      {isSuccess && (
        <p role="status" className="strong">
          {t(
            "Mot de passe changé. Vos autres connexions sont fermées ; vos téléphones sont à régler de nouveau, avec « Mon téléphone ».",
          )}
        </p>
      )}
      <p className="small soft">
        {t("Trois ou quatre mots sans rapport entre eux se retiennent bien et se devinent mal.")}
      </p>
    </section>
  );
}
