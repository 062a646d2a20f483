/** One exercise of the library: what it is, who of the group has played it. */

import css from "./catalogue.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { CatalogueEntry } from "../api/schema";
import { t } from "../i18n/t";
import { DIFFICULTY_WORDS } from "./words";

interface CardProps {
  one: CatalogueEntry;
  /** Of the group that is chosen; 0 without one. */
  trainees: number;
  give: () => void;
}

export function Card({ one, trainees, give }: CardProps): ReactNode {
  const degree = one.difficulty && t(DIFFICULTY_WORDS[one.difficulty] ?? "");
  // « Exercices courts 1 – Premiers pas » says its degree itself.
  const isSaid = !degree || one.subject_title.includes(degree);
  return (
    <li className={clsx("card", css.card)}>
      <div className="row between small soft">
        <span>{`${one.label} · ${one.company_name}`}</span>
        <span className="num">{t("{n} min", { n: one.minutes })}</span>
      </div>
      <h2>{one.customer_name}</h2>
      <p className="small">{one.situation}</p>
      <p className="small soft">
        {[one.subject_title, !isSaid && degree, one.criteria.join(", ")].filter(Boolean).join(" · ")}
      </p>
      <span className="grow" />
      {trainees > 0 && <Played names={one.played_by} trainees={trainees} />}
      <div className="row between wrap">
        <span>{one.is_for_exam && <span className="pill ring">{t("Sujet d'épreuve")}</span>}</span>
        <button
          className="btn slim"
          aria-label={t("Donner à jouer : {name}", { name: one.customer_name })}
          onClick={give}
        >
          {t("Donner à jouer…")}
        </button>
      </div>
    </li>
  );
}

function Played({ names, trainees }: { names: string[]; trainees: number }): ReactNode {
  if (names.length === 0) return <p className="small soft">{t("Pas encore joué par le groupe")}</p>;
  return (
    <p className="small soft">
      {t("Joué par {n} sur {all} : {names}", { n: names.length, all: trainees, names: names.join(", ") })}
    </p>
  );
}
