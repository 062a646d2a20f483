/** The recorded sequences of a case study: each one's words, its sound, what a fitting answer to it sounds like. */

import css from "./studio.module.css";

import { type ReactNode, useEffect, useRef } from "react";
import { flushSync } from "react-dom";

import { server } from "../api/client";
import type { ItemLine } from "../api/schema";
import { t } from "../i18n/t";
import { type Content, freeId, listAt, textAt } from "./content";
import { FaultNotes, fieldId } from "./FaultNotes";
import { resolved, type Schema } from "./schemaForm";
import { SchemaFields } from "./SchemaFields";
import { SequenceSound } from "./SequenceSound";
import { SpokenLines } from "./SpokenLines";
import { useEdited } from "./useItem";

const PATH = "sequences";
const OWN = ["lines", "audio"];

interface SequencesProps {
  packId: string;
  /** Of the case study. */
  schema: Schema;
  items: ItemLine[];
}

export function Sequences({ packId, schema, items }: SequencesProps): ReactNode {
  const { id, content, set, savedAt, saving } = useEdited();
  const sequences = listAt<Content>(content, PATH);
  const now = useRef(sequences);
  useEffect(() => {
    now.current = sequences;
  });
  const sounds = server.useQuery("get", "/api/staff/studio-sounds/{studio_id}/{item_id}", {
    params: { path: { studio_id: packId, item_id: id } },
  });
  const { refetch } = sounds;
  // Words are compared as they are kept.
  useEffect(() => {
    if (saving === "saved") void refetch();
  }, [savedAt, saving, refetch]);
  const inner = resolved(resolved(schema.properties?.[PATH] ?? {}, schema).items ?? {}, schema);
  const fields = without(inner, OWN);
  const add = (): void => {
    const own = freeId("sequence", [...sequences.map((one) => textAt(one, "id"))]);
    flushSync(() => set(PATH, [...sequences, { id: own, lines: [{ speaker: "customer", text: "" }] }]));
    document.getElementById(fieldId(`${PATH}.${sequences.length}.title`))?.focus();
  };
  const remove = (index: number): void => {
    flushSync(() => set(PATH, sequences.toSpliced(index, 1)));
    document.getElementById("add-sequence")?.focus();
  };
  return (
    <section className="card col" id={fieldId(PATH)} tabIndex={-1} aria-labelledby="sequences">
      <h2 id="sequences">{t("Séquences enregistrées ({n})", { n: sequences.length })}</h2>
      <p className="small soft">
        {t(
          "L'une d'elles, tirée au sort, s'écoute à l'entretien technique, et le candidat lui répond : 30 à 60 secondes chacune.",
        )}
      </p>
      <FaultNotes path={PATH} />
      {sequences.map((one, index) => {
        const at = `${PATH}.${index}`;
        const own = textAt(one, "id");
        const title = textAt(one, "title") || t("Séquence {n}", { n: index + 1 });
        return (
          <fieldset key={own || index} className={css.block}>
            <legend className="strong">{title}</legend>
            <SchemaFields schema={fields} all={schema} items={items} path={at} />
            <SpokenLines path={`${at}.lines`} />
            <SequenceSound
              packId={packId}
              sequence={own}
              path={`${at}.audio`}
              title={title}
              audio={textAt(one, "audio")}
              all={sounds.data}
              changed={() => void refetch()}
              set={(audio) => {
                // Others may have come or gone while the sound was made.
                const place = now.current.findIndex((it) => textAt(it, "id") === own);
                if (place >= 0) set(`${PATH}.${place}.audio`, audio);
              }}
            />
            <span>
              <button type="button" className="btn slim plain" onClick={() => remove(index)}>
                {t("Retirer : {label}", { label: title })}
              </button>
            </span>
          </fieldset>
        );
      })}
      <span>
        <button type="button" className="btn" id="add-sequence" onClick={add}>
          {t("Ajouter une séquence")}
        </button>
      </span>
    </section>
  );
}

/** The same block without these fields, which have a form of their own. */
export function without(schema: Schema, names: string[]): Schema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)),
  );
  return { ...schema, properties };
}
