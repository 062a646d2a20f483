import styles from "./correction.module.css";

import { type ReactNode, useState } from "react";

import type { CorrectionDesk } from "../api/schema";
import { t } from "../i18n/t";
import { type Sign, SYMBOLS } from "../shared/marks";
import type { NoteDraft } from "./CorrectionPage";

interface NewNoteProps {
  desk: CorrectionDesk;
  keep: (draft: Pick<NoteDraft, "criterion" | "sign" | "text">) => Promise<void>;
  close: () => void;
}

export const SIGN_WORDS: Record<Sign, string> = {
  favourable: "Favorable",
  unfavourable: "Défavorable",
  note: "Simple note",
};

/** A note on one paragraph: which criterion, which way, and words. */
export function NewNote({ desk, keep, close }: NewNoteProps): ReactNode {
  const [criterion, setCriterion] = useState(desk.competences[0]?.criteria[0]?.criterion ?? "");
  const [sign, setSign] = useState<Sign>("note");
  const [text, setText] = useState("");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void keep({ criterion, sign, text: text.trim() });
      }}
    >
      <label className="col">
        <span className="label">{t("Critère")}</span>
        <select
          className="field"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- opened in order to be filled in
          autoFocus
          value={criterion}
          onChange={(event) => setCriterion(event.target.value)}
        >
          {desk.competences.map((competence) => (
            <optgroup key={competence.competence} label={`${competence.competence} · ${competence.label}`}>
              {competence.criteria.map((one) => (
                <option key={one.criterion} value={one.criterion}>
                  {`${one.criterion} ${one.label}`}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <fieldset className={styles.signs}>
        <legend className="label">{t("Sens")}</legend>
        {(Object.keys(SYMBOLS) as Sign[]).map((one) => (
          <label key={one}>
            <input type="radio" name="sign" checked={sign === one} onChange={() => setSign(one)} />{" "}
            {`${SYMBOLS[one]} ${t(SIGN_WORDS[one])}`}
          </label>
        ))}
      </fieldset>
      <label className="col">
        <span className="label">{t("Remarque")}</span>
        <textarea
          className="field"
          maxLength={2000}
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && close()}
        />
      </label>
      <div className="row">
        <button className="btn slim primary">{t("Noter")}</button>
        <button type="button" className="btn slim plain" onClick={close}>
          {t("Annuler")}
        </button>
      </div>
    </form>
  );
}
