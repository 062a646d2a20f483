/** The staff's door; and, in practice, the partner's. */

import { type ReactNode, type SubmitEvent, useEffect, useState } from "react";

import { problemOf, server, wordsOf } from "../api/client";
import type { StaffMe } from "../api/schema";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { Field } from "../shared/Field";

export default function SignInPage(): ReactNode {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [second, setSecond] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const entering = {
    onMutate: () => setProblem(""),
    onSuccess: (me: StaffMe) => location.assign(doorOf(me)),
    onError: (refusal: unknown) => {
      if (problemOf(refusal)?.code === "second_factor") setSecond("");
      setProblem(wordsOf(refusal));
    },
  };
  const staff = server.useMutation("post", "/api/staff/sign-in", entering);
  const partner = server.useMutation("post", "/api/staff/partner-sign-in", entering);
  const isBusy = staff.isPending || partner.isPending;
  useEffect(() => {
    document.title = t("Se connecter – Combiné");
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    staff.mutate({ body: { login, password, ...(second ? { second } : {}) } });
  };
  const submitCode = (event: SubmitEvent): void => {
    event.preventDefault();
    partner.mutate({ body: { code } });
  };
  return (
    <main className="page center">
      <div className="card col" style={{ width: 420, maxWidth: "94vw", padding: 28, gap: 16 }}>
        <Logo />
        <h1 style={{ fontSize: 22 }}>{t("Équipe : se connecter")}</h1>
        <form className="col" style={{ gap: 12 }} onSubmit={submit}>
          <Field
            label={t("Identifiant")}
            value={login}
            onValue={setLogin}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
          <Field
            label={t("Mot de passe")}
            type="password"
            value={password}
            onValue={setPassword}
            autoComplete="current-password"
            required
          />
          {second !== null && (
            <Field
              label={t("Code de l'application, ou code de secours")}
              className="field num"
              value={second}
              onValue={setSecond}
              // eslint-disable-next-line jsx-a11y/no-autofocus -- asked for by the form that was just sent
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={24}
              required
            />
          )}
          <button className="btn primary" disabled={isBusy}>
            {isBusy ? t("Vérification…") : t("Se connecter")}
          </button>
        </form>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)", fontWeight: 600 }}>
            {problem}
          </p>
        )}
        <p className="small soft">{t("Mot de passe oublié ? Le responsable de session peut en donner un nouveau.")}</p>
        <details>
          <summary className="strong small">{t("Je joue les clients d'un camarade (entraînement)")}</summary>
          <form className="row" style={{ marginTop: 8 }} onSubmit={submitCode}>
            <input
              className="field num"
              value={code}
              aria-label={t("Code de partenaire")}
              placeholder="K7QF-3M2P"
              autoComplete="off"
              minLength={6}
              required
              onChange={(event) => setCode(event.target.value)}
            />
            <button className="btn" disabled={isBusy}>
              {t("Ouvrir")}
            </button>
          </form>
        </details>
        <a className="link small" href="/">
          {t("Accueil")}
        </a>
      </div>
    </main>
  );
}

/** Where somebody goes once signed in: the page they wanted, if it is ours. */
export function doorOf(me: Pick<StaffMe, "seat_id" | "roles">, search = location.search): string {
  const wanted = new URLSearchParams(search).get("vers");
  // « //elsewhere » and « /\elsewhere » would leave this server.
  if (wanted && /^\/(?![/\\])/.test(wanted)) return wanted;
  if (me.seat_id) return `/jury/candidat/${me.seat_id}`;
  return me.roles.includes("session_lead") || me.roles.includes("trainer") ? "/sessions" : "/jury";
}
