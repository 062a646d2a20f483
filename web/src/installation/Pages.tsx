/** The pages of « Cette installation », one a subject; the one that is open is told. */

import type { ReactNode } from "react";

import { t } from "../i18n/t";

const PAGES = [
  { href: "/installation", words: "État et sauvegardes" },
  { href: "/installation/scenarios", words: "Scénarios" },
  { href: "/installation/telephones", words: "Téléphones" },
  { href: "/installation/modeles", words: "Modèles et moteurs" },
  { href: "/sessions#equipe", words: "Équipe" },
] as const;

export const PAGE_NAMES = PAGES.map((one) => one.words);

export function Pages(): ReactNode {
  return (
    <nav className="row wrap" aria-label={t("Cette installation")}>
      {PAGES.map((one) => {
        const isHere = location.pathname === one.href;
        return (
          <a
            key={one.href}
            className={`btn slim ${isHere ? "on" : "plain"}`}
            href={one.href}
            aria-current={isHere ? "page" : undefined}
          >
            {t(one.words)}
          </a>
        );
      })}
    </nav>
  );
}
