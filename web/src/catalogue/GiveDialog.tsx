/** To whom an exercise is given: of a group, those who have not played it are ticked; else names are typed. */

import css from "./catalogue.module.css";

import { type ReactNode, useState } from "react";

import type { CatalogueEntry, TraineeName } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { useGiving } from "./useGiving";

interface GiveProps {
  exercise: CatalogueEntry;
  group: string;
  trainees: TraineeName[];
  close: () => void;
}

export function GiveDialog({ exercise, group, trainees, close }: GiveProps): ReactNode {
  const { problem, isOpening, give } = useGiving();
  const [ticked, setTicked] = useState(
    () => new Set(trainees.map((one) => one.name).filter((name) => !exercise.played_by.includes(name))),
  );
  const [typed, setTyped] = useState("");
  const others = typed
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one.length > 1);
  const names = [...trainees.map((one) => one.name).filter((name) => ticked.has(name)), ...others];
  const flip = (name: string): void => {
    const next = new Set(ticked);
    if (!next.delete(name)) next.add(name);
    setTicked(next);
  };
  return (
    <Dialog title={t("Donner à jouer : {name}", { name: exercise.customer_name })} width={560} close={close}>
      <p className="small soft">
        {t("Une séance d'entraînement s'ouvre sur ce seul échange, avec un poste pour chacun.")}
      </p>
      {trainees.length > 0 && (
        <fieldset className={css.trainees}>
          <legend className="label">{group}</legend>
          {trainees.map((one) => (
            <label key={one.person_id}>
              <input type="checkbox" checked={ticked.has(one.name)} onChange={() => flip(one.name)} />
              {one.name}
              {exercise.played_by.includes(one.name) && <span className="small soft">{t("déjà joué")}</span>}
            </label>
          ))}
        </fieldset>
      )}
      <label className="small strong">
        {trainees.length > 0 ? t("Et aussi, un nom par ligne") : t("Stagiaires, un nom par ligne")}
        <textarea className="field" rows={2} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
      <div className="row wrap">
        <button
          className="btn primary"
          disabled={isOpening || names.length === 0}
          onClick={() => void give(exercise, group, names)}
        >
          {plural(names.length, "Ouvrir la séance pour {n} stagiaire", "Ouvrir la séance pour {n} stagiaires")}
        </button>
        <button className="btn" onClick={close}>
          {t("Annuler")}
        </button>
      </div>
    </Dialog>
  );
}
