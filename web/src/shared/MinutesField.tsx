/** A number of minutes to type, and its unit. */

import type { ReactNode } from "react";

import { t } from "../i18n/t";

interface Props {
  label: string;
  most: number;
  minutes: number;
  onMinutes: (minutes: number) => void;
}

/** `label`: what the minutes are of, for whoever does not see the buttons beside them. */
export function MinutesField({ label, most, minutes, onMinutes }: Props): ReactNode {
  return (
    <label className="row small">
      <input
        className="field num"
        style={{ width: 76 }}
        type="number"
        min={1}
        max={most}
        value={minutes}
        aria-label={label}
        onChange={(event) => onMinutes(Number(event.target.value))}
      />
      {t("min")}
    </label>
  );
}
