/** « Première fois ? »: the author's guide in five steps on the studio's first screen, until it is put away. */

import css from "./firsttime.module.css";

import { type ReactNode, useRef, useState } from "react";

import { t } from "../i18n/t";
import { browserStorage } from "../shared/browserStorage";

const KEPT = "combine.studio.first-time";

export function FirstTime({ begin }: { begin: () => void }): ReactNode {
  const [isAway, setAway] = useState(() => browserStorage.getItem(KEPT) === "away");
  const opener = useRef<HTMLButtonElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const putAway = (): void => {
    browserStorage.setItem(KEPT, "away");
    setAway(true);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const show = (): void => {
    browserStorage.removeItem(KEPT);
    setAway(false);
    requestAnimationFrame(() => title.current?.focus());
  };
  if (isAway)
    return (
      <div>
        <button ref={opener} type="button" className="btn slim plain" onClick={show}>
          {t("Première fois ?")}
        </button>
      </div>
    );
  const steps: [string, string][] = [
    [
      t("Choisissez une entreprise"),
      t("Plus bas, laissez la première de la liste, puis « Écrire un échange » : la page de l'échange s'ouvre."),
    ],
    [
      t("Écrivez la première phrase"),
      t(
        "Ce que le client dit en décrochant, mot pour mot. À gauche, choisissez son dossier ; en haut, une compétence.",
      ),
    ],
    [
      t("Complétez"),
      t("F8 va d'un champ à remplir au suivant. Tout s'enregistre seul ; « Annuler » revient en arrière."),
    ],
    [
      t("Jouez tout de suite"),
      t("Un code s'affiche : le candidat le tape sur /candidat, et vous ouvrez votre poste de client."),
    ],
    [t("Publiez"), t("Vos séances proposent alors l'échange. Le brouillon reste à vous, pour la version suivante.")],
  ];
  return (
    <section className="card col" aria-labelledby="first-time">
      <div className="row between wrap">
        <h2 id="first-time" ref={title} tabIndex={-1}>
          {t("Première fois ? Un échange joué en un quart d'heure")}
        </h2>
        <div className="row wrap">
          <button type="button" className="btn slim" onClick={begin}>
            {t("Commencer par l'étape 1")}
          </button>
          <button type="button" className="btn slim plain" onClick={putAway}>
            {t("Ranger ces étapes")}
          </button>
        </div>
      </div>
      <ol className={css.steps}>
        {steps.map(([name, what]) => (
          <li key={name}>
            <b>{name}</b>
            <span className="small">{what}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
