/** An exercise is given: played at once, or to be done by a day; to some of a group, to all of it, or to typed names. */

import css from "./catalogue.module.css";

import { type ReactNode, useState } from "react";

import { Assigned, DueFields, useAssigning } from "../assignments/Assigning";
import type { CatalogueEntry, TraineeName } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { Segments } from "../studio/fields";
import { useGiving } from "./useGiving";

interface GiveProps {
  exercise: CatalogueEntry;
  group: string;
  trainees: TraineeName[];
  close: () => void;
}

export function GiveDialog({ exercise, group, trainees, close }: GiveProps): ReactNode {
  const [when, setWhen] = useState("now");
  const now = useGiving();
  const later = useAssigning(exercise, group);
  const { names, ...chosen } = useNames(exercise, trainees);
  const isLater = when === "later";
  const isForGroup = isLater && group !== "" && later.asked.isForGroup;
  const many = isForGroup ? new Set([...trainees.map((one) => one.name), ...chosen.typedNames]).size : names.length;
  const problem = isLater ? later.problem : now.problem;
  const press = (): void =>
    void (isLater ? later.assign(isForGroup ? chosen.typedNames : names) : now.give(exercise, group, names));
  return (
    <Dialog title={t("Donner à jouer : {name}", { name: exercise.customer_name })} width={560} close={close}>
      {later.given ? (
        <Assigned given={later.given} dueOn={later.asked.dueOn} group={group} close={close} />
      ) : (
        <>
          <Segments
            label={t("Quand")}
            isLabelHidden
            value={when}
            choose={setWhen}
            options={[
              { value: "now", label: t("Tout de suite") },
              { value: "later", label: t("À faire d'ici un jour") },
            ]}
          />
          <p className="small soft">
            {isLater
              ? t(
                  "Chacun le trouve dans sa liste « À faire » et l'ouvre quand il veut ; un camarade ou vous jouez le client.",
                )
              : t("Une séance d'entraînement s'ouvre sur ce seul échange, avec un poste pour chacun.")}
          </p>
          {isLater && <DueFields asked={later.asked} ask={later.ask} group={group} />}
          {trainees.length > 0 && !isForGroup && (
            <fieldset className={css.trainees}>
              <legend className="label">{group}</legend>
              {trainees.map((one) => (
                <label key={one.person_id}>
                  <input type="checkbox" checked={chosen.ticked.has(one.name)} onChange={() => chosen.flip(one.name)} />
                  {one.name}
                  {exercise.played_by.includes(one.name) && <span className="small soft">{t("déjà joué")}</span>}
                </label>
              ))}
            </fieldset>
          )}
          {!isForGroup && (
            <label className="small strong">
              {trainees.length > 0 ? t("Et aussi, un nom par ligne") : t("Stagiaires, un nom par ligne")}
              <textarea
                className="field"
                rows={2}
                value={chosen.typed}
                onChange={(event) => chosen.type(event.target.value)}
              />
            </label>
          )}
          {problem && (
            <p role="alert" className="warn">
              {problem}
            </p>
          )}
          <div className="row wrap">
            <button
              className="btn primary"
              disabled={now.isOpening || later.isSending || many === 0 || (isLater && !later.asked.dueOn)}
              onClick={press}
            >
              {isLater
                ? plural(many, "Donner à {n} stagiaire", "Donner à {n} stagiaires")
                : plural(many, "Ouvrir la séance pour {n} stagiaire", "Ouvrir la séance pour {n} stagiaires")}
            </button>
            <button className="btn" onClick={close}>
              {t("Annuler")}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface Names {
  ticked: ReadonlySet<string>;
  flip: (name: string) => void;
  typed: string;
  type: (text: string) => void;
  typedNames: string[];
  names: string[];
}

/** Of a group, those who have not played it are ticked; others are typed. */
function useNames(exercise: CatalogueEntry, trainees: TraineeName[]): Names {
  const [ticked, setTicked] = useState(
    () => new Set(trainees.map((one) => one.name).filter((name) => !exercise.played_by.includes(name))),
  );
  const [typed, type] = useState("");
  const typedNames = typed
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one.length > 1);
  const flip = (name: string): void => {
    const next = new Set(ticked);
    if (!next.delete(name)) next.add(name);
    setTicked(next);
  };
  const names = [...trainees.map((one) => one.name).filter((name) => ticked.has(name)), ...typedNames];
  return { ticked, flip, typed, type, typedNames, names };
}
