/** The first page: two doors; in the demo, both desks in one browser and a card that leads through a call and a chat. */

import css from "./home.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { Language } from "../shared/Language";
import { Demo } from "./Demo";
import { FirstAccount } from "./FirstAccount";

export default function HomePage(): ReactNode {
  const { data: info, error, refetch } = server.useQuery("get", "/api/public/info");
  const problem = wordsOf(error);
  useEffect(() => {
    document.title = "Combiné";
  }, []);
  return (
    <main className="page">
      <div className={clsx(css.home, info?.demo && css.withDemo)}>
        <div className={clsx("row between", css.homeTop)}>
          <Logo />
          <Language />
        </div>
        <header>
          <h1>{t("Le téléphone et le chat d'un centre de relation client, pour apprendre et pour l'examen.")}</h1>
          <p className="soft">
            {t("Le candidat traite six échanges ; le jury joue les clients, écoute et note ; tout se réécoute.")}
          </p>
        </header>
        {problem && (
          <div className="card row between" role="alert">
            <span className={css.problem}>{problem}</span>
            <button className="btn" onClick={() => void refetch()}>
              {t("Réessayer")}
            </button>
          </div>
        )}
        {info?.demo && <Demo />}
        {info && (info.first_account ? <FirstAccount /> : <Doors isSmall={info.demo} />)}
        <p className="tiny soft">{info ? `${info.product} ${info.version}` : ""}</p>
      </div>
    </main>
  );
}

function Doors({ isSmall }: { isSmall: boolean }): ReactNode {
  if (isSmall)
    return (
      <nav className="row wrap small" aria-label={t("Se connecter")}>
        <span className="soft">{t("Vous avez un code ou un compte ?")}</span>
        <a className="link" href="/candidat">
          {t("Ouvrir mon poste de candidat")}
        </a>
        <a className="link" href="/connexion">
          {t("Me connecter à l'équipe")}
        </a>
      </nav>
    );
  return (
    <nav className="two" aria-label={t("Se connecter")}>
      <a className="btn door" href="/candidat">
        {t("Je suis candidat")}
        <span className="small soft">{t("J'ai un code de poste")}</span>
      </a>
      <a className="btn door" href="/connexion">
        {t("Je fais partie de l'équipe")}
        <span className="small soft">{t("Jury, formateur, responsable de session")}</span>
      </a>
    </nav>
  );
}
