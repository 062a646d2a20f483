import { type ReactNode, useState } from "react";

import { t } from "../i18n/t";

/** One line of words for a note on a criterion: Enter keeps it, Escape gives up. */
export function NoteBox({ criterion, save, close }: { criterion: string; save: (text: string) => void; close: () => void }): ReactNode {
  const [text, setText] = useState("");
  const name = t("Note sur {criterion}", { criterion });
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) save(text.trim());
      }}
    >
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- opened by a key press in order to type */}
      <input className="field" autoFocus maxLength={400} value={text} aria-label={name} placeholder={name} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === "Escape" && close()} />
      <button className="btn slim primary">{t("Noter")}</button>
    </form>
  );
}
