import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { timeOfDay } from "../shared/time";

/** Saved a second after the last key, and kept on the server. */
export function NotesPad({ live, notes, savedAt }: { live: LiveDesk<CandidateDesk>; notes: string; savedAt: string | null }): ReactNode {
  const [text, setText] = useState(notes);
  const timer = useRef(0);
  const isDirty = text !== notes;
  useEffect(() => {
    if (!isDirty) return;
    timer.current = window.setTimeout(() => void live.send({ type: "notes.save", text }), 800);
    return () => window.clearTimeout(timer.current);
  }, [text, isDirty, live]);
  return (
    <div className="card col" style={{ flex: 1, minHeight: 120 }}>
      <div className="row between">
        <label className="strong" htmlFor="notes">
          {t("Bloc-notes")}
        </label>
        <span className="tiny soft num">{isDirty ? t("enregistrement…") : savedAt ? t("enregistré à {time}", { time: timeOfDay(savedAt) }) : ""}</span>
      </div>
      <textarea id="notes" className="field" style={{ flex: 1 }} value={text} maxLength={20000} onChange={(event) => setText(event.target.value)} />
    </div>
  );
}
