/** How much is wrong or missing, in one button; F8 goes from one to the next. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import { type ReactNode, useCallback, useEffect, useRef } from "react";

import { plural, t } from "../i18n/t";
import { Key } from "../shared/Desk";
import { fieldId } from "./FaultNotes";
import { isMissing, type Item, useEdited } from "./useItem";

/** Goes to the next field with a fault, and says from now on what is missing. */
export function useNextFault(item: Item): () => void {
  const last = useRef(-1);
  const { faults, ask } = item;
  const next = useCallback((): void => {
    ask();
    if (faults.length === 0) return;
    last.current = (last.current + 1) % faults.length;
    const field = faults[last.current]?.field ?? "";
    // Once what is missing is shown: a field that was not there before is there then.
    requestAnimationFrame(() => focusOn(field));
  }, [faults, ask]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "F8") return;
      event.preventDefault();
      next();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [next]);
  return next;
}

/** The field itself, or the nearest block around it that stands on the page. */
function focusOn(field: string): void {
  for (let path = field; ; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
    const found = document.getElementById(fieldId(path));
    if (found) {
      found.focus();
      found.scrollIntoView({ block: "nearest" });
      return;
    }
    if (path === "") return;
  }
}

export function FaultCount({ next }: { next: () => void }): ReactNode {
  const { faults } = useEdited();
  const missing = faults.filter(isMissing).length;
  const errors = faults.filter((one) => one.severity === "error" && !isMissing(one)).length;
  const remarks = faults.filter((one) => one.severity === "warning").length;
  const words = [
    missing > 0 && plural(missing, "{n} champ à remplir", "{n} champs à remplir"),
    errors > 0 && plural(errors, "{n} erreur", "{n} erreurs"),
    remarks > 0 && plural(remarks, "{n} remarque", "{n} remarques"),
  ].filter(Boolean);
  if (words.length === 0)
    return (
      <span className="pill live" role="status">
        {t("Rien à corriger")}
      </span>
    );
  return (
    <>
      <button type="button" className={clsx("pill", css.count, errors > 0 ? "bad" : "ring")} onClick={next}>
        {words.join(" · ")} <span className="sr">{t("Aller au suivant :")}</span> <Key>{"F8"}</Key>
      </button>
      {errors + missing > 0 && (
        <span className={clsx("small soft", css.hint)}>{t("Cela empêche de publier, pas d'essayer.")}</span>
      )}
    </>
  );
}
