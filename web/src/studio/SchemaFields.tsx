/** A form made of a model's own schema: every field by its kind, blocks within blocks, faults beside each. */

import css from "./studio.module.css";

import { type ReactNode } from "react";

import type { ItemLine } from "../api/schema";
import { t } from "../i18n/t";
import { type Content, freeId, getAt, isBlank, listAt, textAt } from "./content";
import { FaultNotes, fieldId, useMark } from "./FaultNotes";
import { Choice, Lines, pasteLine, TextField } from "./fields";
import { fieldOf, type FormField, type Schema } from "./schemaForm";
import { useEdited } from "./useItem";

interface FormProps {
  schema: Schema;
  /** The whole, in which references are looked up. */
  all: Schema;
  /** What fields may name. */
  items: ItemLine[];
  path?: string;
}

export function SchemaFields({ schema, all, items, path = "" }: FormProps): ReactNode {
  return (
    <div className={css.schema}>
      {Object.entries(schema.properties ?? {}).map(([name, one]) => (
        <SchemaField
          key={name}
          schema={one}
          all={all}
          items={items}
          path={path ? `${path}.${name}` : name}
          isRequired={schema.required?.includes(name) ?? false}
        />
      ))}
    </div>
  );
}

type OneProps = FormProps & { path: string; isRequired: boolean };

function SchemaField({ schema, all, items, path, isRequired }: OneProps): ReactNode {
  const field = fieldOf(schema, all);
  const isMany = field.kind === "lines" || field.kind === "blocks" || field.kind === "references";
  const name = schema.title ?? path;
  const label = isRequired || isMany || field.kind === "yes-no" ? name : t("{label} (facultatif)", { label: name });
  const options = (field.refers ? items.filter((one) => one.kind === field.refers && !one.is_removed) : []).map(
    (one) => ({ value: one.id, label: one.title || one.id }),
  );
  switch (field.kind) {
    case "choice":
      return (
        <Choice
          path={path}
          label={label}
          none={t("Choisir…")}
          options={Object.entries(field.choices).map(([value, words]) => ({ value, label: words }))}
        />
      );
    case "reference":
      return <Choice path={path} label={label} none={t("Choisir…")} options={options} />;
    case "references":
      return <References path={path} label={label} options={options} />;
    case "yes-no":
      return <YesNo path={path} label={label} isOnAtFirst={path.endsWith("available")} />;
    case "text":
      return <TextField path={path} label={label} rows={2} className={css.wide} />;
    case "lines":
      return (
        <div className={css.wide}>
          <Lines path={path} label={label} />
        </div>
      );
    case "blocks":
      return <Blocks path={path} label={label} field={field} all={all} items={items} />;
    case "block":
      return <Block path={path} label={name} field={field} all={all} items={items} isRequired={isRequired} />;
    default:
      return <OneLine path={path} label={label} kind={field.kind} help={schema.description ?? ""} />;
  }
}

function OneLine({
  path,
  label,
  kind,
  help,
}: {
  path: string;
  label: string;
  kind: FormField["kind"];
  help: string;
}): ReactNode {
  const { content, set } = useEdited();
  const mark = useMark(path);
  const types: Partial<Record<FormField["kind"], string>> = {
    date: "date",
    moment: "datetime-local",
    number: "number",
  };
  const value = textAt(content, path);
  const write = (typed: string): void => {
    if (kind === "number") set(path, typed === "" ? null : Number(typed));
    else set(path, kind === "amount" ? typed.replace(",", ".") : typed);
  };
  return (
    <div className={css.entry}>
      <label className="label" htmlFor={fieldId(path)}>
        {label}
      </label>
      <input
        {...mark}
        className="field"
        type={types[kind] ?? "text"}
        inputMode={kind === "amount" ? "decimal" : undefined}
        maxLength={300}
        title={help}
        value={kind === "moment" ? value.slice(0, 16) : value}
        onChange={(event) => write(event.target.value)}
        onPaste={pasteLine}
      />
      <FaultNotes path={path} />
    </div>
  );
}

function YesNo({ path, label, isOnAtFirst }: { path: string; label: string; isOnAtFirst: boolean }): ReactNode {
  const { content, set } = useEdited();
  const value = getAt(content, path);
  return (
    <label className={css.tick}>
      <input
        type="checkbox"
        checked={typeof value === "boolean" ? value : isOnAtFirst}
        onChange={(event) => set(path, event.target.checked)}
      />
      {label}
    </label>
  );
}

interface ReferencesProps {
  path: string;
  label: string;
  options: { value: string; label: string }[];
}

function References({ path, label, options }: ReferencesProps): ReactNode {
  const { content, set } = useEdited();
  const chosen = listAt(content, path);
  const nameOf = (id: string): string => options.find((one) => one.value === id)?.label ?? id;
  return (
    <div className={css.entry}>
      <label className="label" htmlFor={fieldId(path)}>
        {label}
      </label>
      <div className="row wrap" style={{ gap: 5 }}>
        {chosen.map((id) => (
          <button
            key={id}
            type="button"
            className={css.tag}
            aria-label={t("Retirer {title}", { title: nameOf(id) })}
            onClick={() =>
              set(
                path,
                chosen.filter((one) => one !== id),
              )
            }
          >
            {nameOf(id)} <span aria-hidden="true">{"×"}</span>
          </button>
        ))}
      </div>
      <select
        id={fieldId(path)}
        className="field"
        value=""
        onChange={(event) => set(path, [...chosen, event.target.value])}
      >
        <option value="">{t("Ajouter…")}</option>
        {options
          .filter((one) => !chosen.includes(one.value))
          .map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
      </select>
      <FaultNotes path={path} />
    </div>
  );
}

interface BlockProps {
  path: string;
  label: string;
  field: FormField;
  all: Schema;
  items: ItemLine[];
}

function Block({ path, label, field, all, items, isRequired }: BlockProps & { isRequired: boolean }): ReactNode {
  const { content, set } = useEdited();
  const value = getAt(content, path);
  if (!field.inner) return null;
  const isThere = isRequired || (value !== undefined && value !== null);
  return (
    <fieldset className={css.block}>
      <legend className="label">{label}</legend>
      {isThere ? (
        <>
          <SchemaFields schema={field.inner} all={all} items={items} path={path} />
          {!isRequired && (
            <button type="button" className="btn slim plain" onClick={() => set(path, null)}>
              {t("Retirer : {label}", { label })}
            </button>
          )}
        </>
      ) : (
        <button type="button" className="btn slim" onClick={() => set(path, {})}>
          {t("Ajouter : {label}", { label })}
        </button>
      )}
    </fieldset>
  );
}

/** What stands in the heading of one of many: the first thing that an author would call it by. */
function nameOf(content: Content): string {
  return (
    ["reference", "label", "name", "title", "moment", "reason", "subject", "summary", "text"]
      .map((key) => textAt(content, key))
      .find(Boolean) ?? ""
  ).slice(0, 60);
}

function Blocks({ path, label, field, all, items }: BlockProps): ReactNode {
  const { content, set, faults } = useEdited();
  const blocks = listAt<Content>(content, path);
  const { inner } = field;
  if (!inner) return null;
  const add = (): void => {
    const taken = blocks.map((one) => textAt(one, "id"));
    set(path, [...blocks, inner["x-identified"] ? { id: freeId("n", taken) } : {}]);
  };
  return (
    <fieldset className={css.block} id={fieldId(path)} tabIndex={-1}>
      <legend className="label">{`${label} (${blocks.length})`}</legend>
      <FaultNotes path={path} />
      {blocks.map((one, index) => {
        const at = `${path}.${index}`;
        const isFaulty = faults.some((fault) => fault.field.startsWith(`${at}.`));
        return (
          // An entry has no other name than its place: it may be written anew.
          <details key={index} className={css.choosing} open={isBlank({ ...one, id: "" }) || undefined}>
            <summary>
              {nameOf(one) || t("{label} {n}", { label, n: index + 1 })}
              {isFaulty && <span className="pill ring">{t("à compléter")}</span>}
            </summary>
            <SchemaFields schema={inner} all={all} items={items} path={at} />
            <button
              type="button"
              className="btn slim plain"
              onClick={() =>
                set(
                  path,
                  blocks.filter((_one, place) => place !== index),
                )
              }
            >
              {t("Retirer : {label}", { label: nameOf(one) || `${label} ${index + 1}` })}
            </button>
          </details>
        );
      })}
      <div>
        <button type="button" className="btn slim" onClick={add}>
          {t("Ajouter : {label}", { label })}
        </button>
      </div>
    </fieldset>
  );
}
