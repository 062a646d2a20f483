import type { ReactNode } from "react";

import type { SeatSummary } from "../api/schema";
import { t } from "../i18n/t";
import { PhonesOf } from "./SeatState";

/** Each juror's desk here: open, sound, telephone. */
export function JurorStates({ jurors }: { jurors: SeatSummary["jurors"] }): ReactNode {
  const here = jurors.filter(
    (juror) => juror.connected || juror.phones.registered.length > 0 || juror.phones.rings === "phone",
  );
  if (here.length === 0) return null;
  return (
    <ul className="plain-list col" style={{ gap: 4 }}>
      {here.map((juror) => (
        <li key={juror.person_id} className="row wrap small juror-state">
          <span className="strong" style={{ minWidth: 150 }}>
            {juror.name}
          </span>
          <span className={`pill tiny ${juror.connected ? "live" : ""}`}>
            {juror.connected ? t("Poste ouvert") : t("Poste fermé")}
          </span>
          <span className={`pill tiny ${juror.sound === "connected" ? "live" : ""}`}>
            {juror.sound === "connected" ? t("Son connecté") : t("Son absent")}
          </span>
          <PhonesOf phones={juror.phones} />
        </li>
      ))}
    </ul>
  );
}
