/** The door of the candidate's desk: a one-time code, then the desk for the whole session. */

import { type ReactNode, type SubmitEvent, useCallback, useEffect, useState } from "react";

import { isUnreachable, server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { CandidateDesk } from "./CandidateDesk";

const AGAIN_MS = 3000;

type Door = "asking" | "desk" | "code" | "unreachable";

export default function CandidatePage(): ReactNode {
  /** What this person has done since the page was opened: entered a code, or left. */
  const [chosen, setChosen] = useState<"desk" | "code" | null>(null);
  const { error, isPending, refetch } = server.useQuery(
    "get",
    "/api/candidate/me",
    {},
    {
      refetchInterval: ({ state }) => (isUnreachable(state.error) ? AGAIN_MS : false),
      refetchIntervalInBackground: true,
    },
  );
  const leave = useCallback(() => setChosen("code"), []);
  useEffect(() => {
    document.title = t("Poste du candidat – Combiné");
  }, []);
  switch (chosen ?? doorOf(error, isPending)) {
    case "asking":
      return <main className="page" aria-busy="true" />;
    case "desk":
      return <CandidateDesk signedOut={leave} />;
    case "unreachable":
      return <Unreachable again={() => void refetch()} />;
    case "code":
      return <CodeForm done={() => setChosen("desk")} />;
  }
}

/** A network that is not there is no reason to ask for a code that was already used. */
function doorOf(error: unknown, isPending: boolean): Door {
  if (isPending) return "asking";
  if (error === null) return "desk";
  return isUnreachable(error) ? "unreachable" : "code";
}

function Unreachable({ again }: { again: () => void }): ReactNode {
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
  const { mutate, error, isPending } = server.useMutation("post", "/api/candidate/sign-in", { onSuccess: done });
  const problem = wordsOf(error);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    mutate({ body: { code } });
  };
  return (
    <main className="page center">
      <form className="card col" style={{ width: 420, maxWidth: "94vw", padding: 28, gap: 16 }} onSubmit={submit}>
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
        <button className="btn primary" disabled={isPending}>
          {isPending ? t("Vérification…") : t("Ouvrir mon poste")}
        </button>
        <a className="link small" href="/">
          {t("Accueil")}
        </a>
      </form>
    </main>
  );
}
