/** Two authors at once: what differs, and for each field whose words are kept. Nothing is lost before one has chosen. */

import css from "./studio.module.css";

import { type ReactNode, useId, useState } from "react";

import type { Difference } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { getAt, setAt } from "./content";
import { useEdited } from "./useItem";

/** Lists are kept as wholes: an entry has no place in the other's list. */
function choosable(differences: Difference[]): Map<string, Difference[]> {
  const found = new Map<string, Difference[]>();
  for (const one of differences) {
    const field = one.field.replace(/\.\d+(\..*)?$/, "");
    found.set(field, [...(found.get(field) ?? []), one]);
  }
  return found;
}

/** Escape does not choose: the question stands again. */
export function OvertakenDialog(): ReactNode {
  const [asked, setAsked] = useState(0);
  return <Question key={asked} again={() => setAsked(asked + 1)} />;
}

function Question({ again }: { again: () => void }): ReactNode {
  const { overtaken, content, kept, resolve, saving } = useEdited();
  const fields = choosable(overtaken?.differences ?? []);
  const base = kept();
  const isMine = (field: string): boolean =>
    JSON.stringify(getAt(base, field)) !== JSON.stringify(getAt(content, field));
  const [chosen, setChosen] = useState(new Map<string, boolean>());
  // What only I have changed is mine unless I say otherwise; what I have left alone is theirs.
  const keepsMine = (field: string): boolean => chosen.get(field) ?? isMine(field);
  if (!overtaken) return null;
  const keep = (): void => {
    let next = overtaken.content;
    for (const field of [...fields.keys()].filter(keepsMine)) next = setAt(next, field, getAt(content, field) ?? null);
    resolve(next);
  };
  return (
    <Dialog title={t("{name} a enregistré entre-temps", { name: overtaken.changed_by })} width={760} close={again}>
      <p>{t("Rien n'est perdu. Pour chaque champ qui diffère, choisissez ce qu'il faut garder.")}</p>
      <div className={css.differing}>
        {[...fields].map(([field, differences]) => (
          <Choosing
            key={field}
            differences={differences}
            theirs={overtaken.changed_by}
            isMine={keepsMine(field)}
            choose={(toMine) => setChosen(new Map(chosen).set(field, toMine))}
          />
        ))}
      </div>
      <button className="btn primary" disabled={saving === "waiting"} onClick={keep}>
        {t("Garder ce choix")}
      </button>
    </Dialog>
  );
}

interface ChoosingProps {
  differences: Difference[];
  theirs: string;
  isMine: boolean;
  choose: (toMine: boolean) => void;
}

function Choosing({ differences, theirs, isMine, choose }: ChoosingProps): ReactNode {
  const name = useId();
  const said = (side: "before" | "after"): string =>
    differences
      .map((one) => one[side])
      .filter((one) => one !== null)
      .join(" ; ") || t("rien");
  return (
    <fieldset className={css.choosing}>
      <legend className="strong small">{differences[0]?.where}</legend>
      <label>
        <input type="radio" name={name} checked={isMine} onChange={() => choose(true)} />
        <span>
          <b>{t("Le vôtre :")}</b> {said("after")}
        </span>
      </label>
      <label>
        <input type="radio" name={name} checked={!isMine} onChange={() => choose(false)} />
        <span>
          <b>{t("Celui de {name} :", { name: theirs })}</b> {said("before")}
        </span>
      </label>
    </fieldset>
  );
}
