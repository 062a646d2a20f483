/** The staff's door; and, in practice, the partner's. */

import { type FormEvent, type ReactNode, useState } from "react";

import { call } from "../api/call";
import type { StaffMe } from "../api/schema";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";

export default function SignInPage(): ReactNode {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const enter = async (path: string, body: object): Promise<void> => {
    const answer = await call<StaffMe>("POST", path, body);
    if (!answer.ok) {
      setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
      return;
    }
    location.assign(doorOf(answer.data));
  };
  const submit = (path: string, body: object) => (event: FormEvent) => {
    event.preventDefault();
    void enter(path, body);
  };
  return (
    <main className="page center">
      <div className="card col" style={{ width: 420, padding: 28, gap: 16 }}>
        <Logo />
        <h1 style={{ fontSize: 22 }}>{t("Équipe : se connecter")}</h1>
        <form className="col" onSubmit={submit("/api/staff/sign-in", { login, password })}>
          <label className="strong">
            {t("Identifiant")}
            <input className="field" value={login} autoComplete="username" required onChange={(event) => setLogin(event.target.value)} />
          </label>
          <label className="strong">
            {t("Mot de passe")}
            <input className="field" type="password" value={password} autoComplete="current-password" required onChange={(event) => setPassword(event.target.value)} />
          </label>
          <button className="btn primary">{t("Se connecter")}</button>
        </form>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        <details>
          <summary className="strong small">{t("Je joue les clients d'un camarade (entraînement)")}</summary>
          <form className="row" style={{ marginTop: 8 }} onSubmit={submit("/api/staff/partner-sign-in", { code })}>
            <input className="field num" value={code} aria-label={t("Code de partenaire")} placeholder="K7QF-3M2P" minLength={6} required onChange={(event) => setCode(event.target.value)} />
            <button className="btn">{t("Ouvrir")}</button>
          </form>
        </details>
      </div>
    </main>
  );
}

/** Where somebody goes once signed in: the page they wanted, if it is ours. */
function doorOf(me: StaffMe): string {
  const wanted = new URLSearchParams(location.search).get("vers");
  if (wanted?.startsWith("/") && !wanted.startsWith("//")) return wanted;
  if (me.seat_id) return `/jury/candidat/${me.seat_id}`;
  return me.roles.includes("session_lead") || me.roles.includes("trainer") ? "/sessions" : "/jury";
}
