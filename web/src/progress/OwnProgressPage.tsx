/** « Ma progression »: a trainee's own. */

import css from "./progress.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect } from "react";

import { server, wordsOf } from "../api/client";
import { OwnAssignments } from "../assignments/OwnAssignments";
import { PlayDialog } from "../assignments/PlayDialog";
import { useSuggested } from "../assignments/useSuggested";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { Trainee } from "./Trainee";

export default function OwnProgressPage(): ReactNode {
  const { data: progress, error } = server.useQuery("get", "/api/candidate/progress");
  const problem = wordsOf(error);
  const suggested = useSuggested();
  useEffect(() => {
    document.title = t("Ma progression – Combiné");
  }, []);
  return (
    <div className="page">
      <header className="bar">
        <Logo />
        <h1 className="bar-title">{t("Ma progression")}</h1>
        <span className="grow" />
        <button className={clsx("btn slim", css.noPrint)} onClick={() => window.print()}>
          {t("Imprimer")}
        </button>
        <a className={clsx("btn slim", css.noPrint)} href="/candidat">
          {t("Revenir à mon poste")}
        </a>
      </header>
      <main className="column wide">
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        {progress && (
          <>
            <h2 style={{ fontSize: 26 }}>{progress.name}</h2>
            <OwnAssignments />
            {suggested.problem && (
              <p role="alert" className="warn">
                {suggested.problem}
              </p>
            )}
            <Trainee progress={progress} {...(progress.group_name ? { give: suggested.play } : {})} />
            {suggested.opened && <PlayDialog {...suggested.opened} close={() => location.assign("/candidat")} />}
          </>
        )}
      </main>
    </div>
  );
}
