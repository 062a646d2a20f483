/** A one-page guide, for the screen and for the printer. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect } from "react";
import { useParams } from "react-router";

import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { GUIDES } from "./guides";
import { Markdown } from "./Markdown";

export default function GuidePage(): ReactNode {
  const { guideId } = useParams();
  const guide = GUIDES.find((one) => one.id === guideId);
  useEffect(() => {
    document.title = `${guide ? t(guide.name) : t("Guides")} – Combiné`;
  }, [guide]);
  return (
    <div className="page">
      <header className={clsx("bar", css.guideBar)}>
        <Logo />
        <nav className="row" aria-label={t("Guides")}>
          {GUIDES.map((one) => (
            <a
              key={one.id}
              className={clsx("btn slim", one === guide ? css.chosenGuide : "plain")}
              aria-current={one === guide ? "page" : undefined}
              href={`/guide/${one.id}`}
            >
              {t(one.name)}
            </a>
          ))}
        </nav>
        <span className="grow" />
        {guide && (
          <button className="btn slim" onClick={() => window.print()}>
            {t("Imprimer")}
          </button>
        )}
      </header>
      <main className={css.guide} lang="fr">
        {guide ? <Markdown text={guide.text} /> : <h1>{t("Ce guide n'existe pas.")}</h1>}
      </main>
    </div>
  );
}
