/** What a sequence says: one sentence after the other, each by the customer or the adviser. */

import sequenceCss from "./sequences.module.css";
import css from "./studio.module.css";

import { clsx } from "clsx";
import { type ReactNode, useRef } from "react";
import { flushSync } from "react-dom";

import { t } from "../i18n/t";
import { type Content, listAt, textAt } from "./content";
import { FaultNotes, fieldId } from "./FaultNotes";
import { pasteText } from "./fields";
import { useEdited } from "./useItem";

export function SpokenLines({ path }: { path: string }): ReactNode {
  const { content, set } = useEdited();
  const all = useRef<HTMLFieldSetElement>(null);
  const lines = listAt<Content>(content, path);
  const add = (): void => {
    const last = textAt(lines.at(-1) ?? {}, "speaker");
    const speaker = last === "customer" ? "adviser" : "customer";
    flushSync(() => set(path, [...lines, { speaker, text: "" }]));
    all.current?.querySelector<HTMLTextAreaElement>("div:last-of-type textarea")?.focus();
  };
  const remove = (index: number): void => {
    flushSync(() => set(path, lines.toSpliced(index, 1)));
    document.getElementById(`${fieldId(path)}-add`)?.focus();
  };
  return (
    <fieldset ref={all} className={css.block} id={fieldId(path)} tabIndex={-1}>
      <legend className="label">{t("Ce qui s'entend")}</legend>
      <FaultNotes path={path} />
      {lines.map((one, index) => {
        const at = `${path}.${index}`;
        return (
          // A sentence has no other name than its place.
          <div key={index} className={sequenceCss.said}>
            <select
              id={fieldId(`${at}.speaker`)}
              className="field"
              aria-label={t("Qui parle, phrase {n}", { n: index + 1 })}
              value={textAt(one, "speaker")}
              onChange={(event) => set(`${at}.speaker`, event.target.value)}
            >
              <option value="customer">{t("Le client")}</option>
              <option value="adviser">{t("Le conseiller")}</option>
            </select>
            <textarea
              id={fieldId(`${at}.text`)}
              className={clsx("field", css.growing)}
              rows={1}
              maxLength={8000}
              aria-label={t("Phrase {n}", { n: index + 1 })}
              value={textAt(one, "text")}
              onChange={(event) => set(`${at}.text`, event.target.value)}
              onPaste={pasteText}
            />
            <button
              type="button"
              className="btn slim plain"
              aria-label={t("Retirer la phrase {n}", { n: index + 1 })}
              onClick={() => remove(index)}
            >
              {t("Retirer")}
            </button>
            <FaultNotes path={`${at}.text`} />
          </div>
        );
      })}
      <span>
        <button type="button" className="btn slim" id={`${fieldId(path)}-add`} onClick={add}>
          {t("Ajouter une phrase")}
        </button>
      </span>
    </fieldset>
  );
}
