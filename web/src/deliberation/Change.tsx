import type { ReactNode } from "react";

import type { ChangeView, DeliberationView } from "../api/schema";
import { t } from "../i18n/t";
import { labelOf, nameOf, saidWords } from "./said";

/** « « Acquise » devient « Non acquise » », or « « Acquise » reste » where the reason alone is another one. */
export function Change({ view, change }: { view: DeliberationView; change: ChangeView }): ReactNode {
  const { what, before, after } = change;
  const stays = before !== null && after !== null && before.words === after.words;
  return (
    <>
      <b>{nameOf(what)}</b> {labelOf(view, what)}
      <p>
        {stays
          ? t("« {words} » reste", { words: saidWords(view, what, after) })
          : t("« {before} » devient « {after} »", {
              before: saidWords(view, what, before),
              after: saidWords(view, what, after),
            })}
      </p>
      <Reason before={before?.reason ?? ""} after={after?.reason ?? ""} />
    </>
  );
}

function Reason({ before, after }: { before: string; after: string }): ReactNode {
  if (before === after) return null;
  return (
    <p className="small soft">
      {before === ""
        ? t("Motif ajouté : « {after} »", { after })
        : after === ""
          ? t("Motif retiré : « {before} »", { before })
          : t("Motif changé : « {before} » devient « {after} »", { before, after })}
    </p>
  );
}
