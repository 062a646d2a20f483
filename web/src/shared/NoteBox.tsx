import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { useDraft } from "./useDraft";

interface NoteBoxProps {
  criterion: string;
  /** Under which name the words are kept in this browser until they are noted. */
  draftKey: string;
  save: (text: string) => void;
  close: () => void;
}

/** One line of words for a note on a criterion: Enter keeps it, Escape gives up. */
export function NoteBox({ criterion, draftKey, save, close }: NoteBoxProps): ReactNode {
  const { text, write, clear } = useDraft(draftKey);
  const giveUp = (): void => {
    clear();
    close();
  };
  const name = t("Note sur {criterion}", { criterion });
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        clear();
        save(text.trim());
      }}
    >
      <input
        className="field"
        // eslint-disable-next-line jsx-a11y/no-autofocus -- opened by a key press in order to type
        autoFocus
        maxLength={400}
        value={text}
        aria-label={name}
        placeholder={name}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && giveUp()}
      />
      <button className="btn slim primary">{t("Noter")}</button>
    </form>
  );
}
