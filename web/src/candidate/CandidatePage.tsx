/** The door of the candidate's desk: a one-time code, then the desk for the whole session. */

import { lazy, type ReactNode, type SubmitEvent, Suspense, useCallback, useEffect, useState } from "react";

import { call } from "../api/call";
import type { CaseStudyNow } from "../api/schema";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { CandidateDesk } from "./CandidateDesk";

/** Its editor is large, and most sessions have none. */
const CaseStudyDesk = lazy(() => import("../casestudy/CaseStudyDesk"));

type Door = "asking" | "desk" | "code" | "unreachable";

export default function CandidatePage(): ReactNode {
  const [door, setDoor] = useState<Door>("asking");
  const ask = useCallback(() => {
    setDoor("asking");
    void call("GET", "/api/candidate/me").then((answer) =>
      setDoor(answer.ok ? "desk" : answer.status === 0 ? "unreachable" : "code"),
    );
  }, []);
  const leave = useCallback(() => setDoor("code"), []);
  useEffect(() => {
    document.title = t("Poste du candidat – Combiné");
    ask();
  }, [ask]);
  switch (door) {
    case "asking":
      return <main className="page" aria-busy="true" />;
    case "desk":
      return <DeskOfThePhase signedOut={leave} />;
    case "unreachable":
      return <Unreachable again={ask} />;
    case "code":
      return <CodeForm done={() => setDoor("desk")} />;
  }
}

/** The case study while it runs, and its receipt until this page is left; the exchanges' desk otherwise. */
function DeskOfThePhase({ signedOut }: { signedOut: () => void }): ReactNode {
  const [isCaseStudy, setCaseStudy] = useState<boolean | null>(null);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const answer = await call<CaseStudyNow>("GET", "/api/candidate/productions/now");
      const state = answer.ok ? answer.data.clock.state : null;
      if (state === "running" || state === "paused") setCaseStudy(true);
      else if (state !== null || !answer.ok) setCaseStudy((before) => before ?? false);
      if (!answer.ok && answer.problem.code === "no_case_study") window.clearInterval(timer);
      if (!answer.ok && answer.status === 401) signedOut();
    };
    const timer = window.setInterval(() => void look(), 4000);
    void look();
    return () => window.clearInterval(timer);
  }, [signedOut]);
  if (isCaseStudy === null) return <main className="page" aria-busy="true" />;
  if (!isCaseStudy) return <CandidateDesk signedOut={signedOut} />;
  return (
    <Suspense fallback={<main className="page" aria-busy="true" />}>
      <CaseStudyDesk />
    </Suspense>
  );
}

/** The network is not there: that is no reason to ask for a code that was already used. */
function Unreachable({ again }: { again: () => void }): ReactNode {
  useEffect(() => {
    const timer = window.setTimeout(again, 3000);
    return () => window.clearTimeout(timer);
  }, [again]);
  return (
    <main className="page center">
      <div className="card col" style={{ padding: 28, maxWidth: 440, gap: 12 }} role="status">
        <h1 style={{ fontSize: 20 }}>{t("Le serveur ne répond pas encore")}</h1>
        <p className="soft">{t("La page réessaie toute seule. Si cela dure, prévenez le surveillant.")}</p>
        <button className="btn" onClick={again}>
          {t("Réessayer")}
        </button>
      </div>
    </main>
  );
}

/** « k7qf3m2p » as it stands on the sheet: « K7QF-3M2P ». */
export function codeAsPrinted(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

function CodeForm({ done }: { done: () => void }): ReactNode {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    const answer = await call("POST", "/api/candidate/sign-in", { code });
    setBusy(false);
    if (answer.ok) done();
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  };
  return (
    <main className="page center">
      <form
        className="card col"
        style={{ width: 420, maxWidth: "94vw", padding: 28, gap: 16 }}
        onSubmit={(event) => void submit(event)}
      >
        <Logo />
        <h1 style={{ fontSize: 22 }}>{t("Ouvrir mon poste")}</h1>
        <label className="col">
          <span className="strong">{t("Code de poste")}</span>
          <input
            className="field num"
            style={{ fontSize: 26, letterSpacing: "0.12em", textAlign: "center", minHeight: 56 }}
            value={code}
            onChange={(event) => setCode(codeAsPrinted(event.target.value))}
            placeholder="K7QF-3M2P"
            autoComplete="off"
            spellCheck={false}
            required
            minLength={6}
            aria-describedby="code-help"
          />
        </label>
        <span id="code-help" className="small soft">
          {t("Il figure sur la feuille remise par le surveillant et ne sert qu'une fois.")}
        </span>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)", fontWeight: 600 }}>
            {problem}
          </p>
        )}
        <button className="btn primary" disabled={isBusy}>
          {isBusy ? t("Vérification…") : t("Ouvrir mon poste")}
        </button>
        <a className="link small" href="/">
          {t("Accueil")}
        </a>
      </form>
    </main>
  );
}
