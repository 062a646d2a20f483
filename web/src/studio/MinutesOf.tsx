import css from "./studio.module.css";

import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { textAt } from "./content";
import { useMark } from "./FaultNotes";
import { useEdited } from "./useItem";

/** How long the exchange should take, wrap-up included. */
export function MinutesOf(): ReactNode {
  const { content, set } = useEdited();
  const mark = useMark("minutes");
  return (
    <div className="row">
      <label className="label" htmlFor={mark.id}>
        {t("Minutes")}
      </label>
      <input
        {...mark}
        className={`field num ${css.minutes}`}
        type="number"
        min={2}
        max={30}
        value={textAt(content, "minutes")}
        onChange={(event) =>
          set("minutes", Number.isNaN(event.target.valueAsNumber) ? null : Math.round(event.target.valueAsNumber))
        }
      />
    </div>
  );
}
