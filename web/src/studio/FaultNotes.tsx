/** What is wrong with one field, under it: an error in red, a remark in amber, each with what to do. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { StudioFault } from "../api/schema";
import { t } from "../i18n/t";
import { isMissing, useEdited } from "./useItem";

export const fieldId = (path: string): string => `field-${path}`;
const noteId = (path: string): string => `fault-${path}`;

interface Marked {
  id: string;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

/** What an input is told of its faults; its identifier, by which F8 finds it. */
export function useMark(path: string): Marked {
  const found = useEdited().faultsAt(path);
  if (found.length === 0) return { id: fieldId(path) };
  const isError = found.some((one) => one.severity === "error");
  return { id: fieldId(path), "aria-describedby": noteId(path), ...(isError ? { "aria-invalid": true } : {}) };
}

export function FaultNotes({
  path,
  children,
}: {
  path: string;
  /** Remedies that one press carries out. */
  children?: (fault: StudioFault) => ReactNode;
}): ReactNode {
  const found = useEdited().faultsAt(path);
  if (found.length === 0) return null;
  return (
    <div id={noteId(path)} role="status">
      {found.map((one) => (
        <div key={one.code} className={clsx(css.fault, one.severity === "warning" && css.remark)}>
          <span className="grow">
            {isMissing(one) ? (
              <>
                <b>{t("À remplir.")}</b> {one.remedy}
              </>
            ) : (
              <>
                <b>{one.severity === "error" ? t("Erreur.") : t("Remarque.")}</b> {one.problem} {one.remedy}
              </>
            )}
          </span>
          {children?.(one)}
        </div>
      ))}
    </div>
  );
}
