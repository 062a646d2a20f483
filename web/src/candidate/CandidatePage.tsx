/** The door of the candidate's desk: a one-time code, then the desk for the whole session. */

import { type ReactNode, type SubmitEvent, useEffect, useState } from "react";

import { call } from "../api/call";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { CandidateDesk } from "./CandidateDesk";

export default function CandidatePage(): ReactNode {
  const [signedIn, setSignedIn] = useState<boolean | null>(null);
  useEffect(() => {
    document.title = t("Poste du candidat – Combiné");
    void call("GET", "/api/candidate/me").then((answer) => setSignedIn(answer.ok));
  }, []);
  if (signedIn === null) return <main className="page" aria-busy="true" />;
  return signedIn ? <CandidateDesk signedOut={() => setSignedIn(false)} /> : <CodeForm done={() => setSignedIn(true)} />;
}

function CodeForm({ done }: { done: () => void }): ReactNode {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await call("POST", "/api/candidate/sign-in", { code });
    if (answer.ok) done();
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  };
  return (
    <main className="page" style={{ display: "grid", placeItems: "center" }}>
      <form className="card col" style={{ width: 420, padding: 28, gap: 14 }} onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1 style={{ fontSize: 22 }}>{t("Ouvrir mon poste")}</h1>
        <label className="col">
          <span className="strong">{t("Code de poste")}</span>
          <input
            className="field num"
            style={{ fontSize: 24, letterSpacing: "0.12em", textTransform: "uppercase" }}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            placeholder="K7QF-3M2P"
            autoComplete="off"
            autoCapitalize="characters"
            required
            minLength={6}
          />
          <span className="small soft">{t("Il figure sur la feuille remise par le surveillant et ne sert qu'une fois.")}</span>
        </label>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        <button className="btn primary">{t("Ouvrir mon poste")}</button>
      </form>
    </main>
  );
}
