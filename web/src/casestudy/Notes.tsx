import styles from "./casestudy.module.css";

import { type ReactNode, useState } from "react";

import { t } from "../i18n/t";
import { fromLines, plain } from "./prose";
import type { Writer } from "./writer";

/** Notes of one's own, kept like the productions and never handed in. */
export function Notes({ writer, isOpen }: { writer: Writer; isOpen: boolean }): ReactNode {
  const [text, setText] = useState(() => plain(writer.document));
  return (
    <textarea
      className={`field ${styles.notes}`}
      aria-label={t("Mes notes")}
      value={text}
      readOnly={!isOpen}
      onChange={(event) => {
        setText(event.target.value);
        writer.type(fromLines(event.target.value));
      }}
    />
  );
}
