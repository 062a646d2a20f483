import css from "./studio.module.css";

import type { ReactNode } from "react";

import type { Difference } from "../api/schema";
import { t } from "../i18n/t";

/** What differs, in words: which field, what it was, what it is. */
export function Differences({ all }: { all: Difference[] }): ReactNode {
  if (all.length === 0) return <p className="soft">{t("Rien ne diffère.")}</p>;
  return (
    <ul className={css.changes}>
      {all.map((one) => (
        <li key={`${one.kind}/${one.id}/${one.field}`}>
          <b>{one.where}</b>
          {one.before !== null && (
            <del>
              <span className="sr">{t("Avant : ")}</span>
              {one.before}
            </del>
          )}
          {one.after !== null && (
            <ins>
              <span className="sr">{t("Maintenant : ")}</span>
              {one.after}
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
}
