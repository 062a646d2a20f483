import css from "./phone.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import type { MissedCall } from "../api/schema";
import { t } from "../i18n/t";

interface DialBoxProps {
  missed: MissedCall[];
  lastNumber: string;
  /** The number of the mission. */
  proposed: string;
  dial: (number: string) => void;
}

/** A number to dial, the mission's already there; missed calls to call back; the last number again. */
export function DialBox({ missed, lastNumber, proposed, dial }: DialBoxProps): ReactNode {
  const [number, setNumber] = useState(proposed);
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        dial(number || lastNumber);
      }}
    >
      {missed.map((call) => (
        <button key={call.run_id} type="button" className={clsx("btn", css.missed)} onClick={() => dial(call.number)}>
          <span className="small">{t("Appel manqué ou coupé")}</span>
          <span>{t("Rappeler {name}", { name: call.name })}</span>
        </button>
      ))}
      <div className="row">
        <input
          className="field num"
          inputMode="tel"
          value={number}
          aria-label={t("Numéro à composer")}
          placeholder={lastNumber || t("Composer un numéro")}
          onChange={(event) => setNumber(event.target.value.replace(/[^0-9 +.*#]/g, ""))}
        />
        <button className="btn go" disabled={!number && !lastNumber}>
          {number || !lastNumber ? t("Appeler") : t("Rappeler")}
        </button>
      </div>
    </form>
  );
}
