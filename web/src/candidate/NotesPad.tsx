import css from "./candidate.module.css";

import { clsx } from "clsx";
import type { ReactNode, Ref } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { SavedMark } from "../shared/SavedMark";
import { useAutosave } from "../shared/useAutosave";

interface NotesProps {
  live: LiveDesk<CandidateDesk>;
  seatId: string;
  notes: string;
  savedAt: string | null;
  field: Ref<HTMLTextAreaElement>;
}

/** The notes pad: one for the whole session, kept as it is typed. */
export function NotesPad({ live, seatId, notes, savedAt, field }: NotesProps): ReactNode {
  const { text, status, type, flush } = useAutosave(
    notes,
    async (words) => (await live.send({ type: "notes.save", text: words })).ok,
    `combine.notes.${seatId}`,
  );
  return (
    <section className={clsx("card col", css.notes)} aria-label={t("Bloc-notes")}>
      <div className="row between">
        <label className="strong" htmlFor="notes">
          {t("Bloc-notes")}
        </label>
        <SavedMark status={status} savedAt={savedAt} />
      </div>
      <textarea
        id="notes"
        ref={field}
        className="field"
        value={text}
        maxLength={20000}
        onChange={(event) => type(event.target.value)}
        onBlur={flush}
      />
    </section>
  );
}
