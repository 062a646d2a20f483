import { type ReactNode, useState } from "react";

import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { Documents } from "../timetable/Documents";

/** Besides the exchanges: the documents joined (what is missing is said) and the case study's correction. */
export function Folder({ desk }: { desk: JuryDesk }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button className="btn slim plain" onClick={() => setIsOpen(true)}>
        {t("Dossier…")}
      </button>
      {isOpen && (
        <Dialog title={t("Dossier du candidat {label}", { label: desk.seat_label })} close={() => setIsOpen(false)}>
          <div>
            <h3 style={{ fontSize: 14 }}>{t("Pièces jointes")}</h3>
            <Documents seatId={desk.seat_id} isReader />
          </div>
          <a href={`/jury/candidat/${desk.seat_id}/correction`} target="_blank" rel="noreferrer">
            {t("Correction de l'étude de cas")}
          </a>
          <button className="btn primary" onClick={() => setIsOpen(false)}>
            {t("Fermer")}
          </button>
        </Dialog>
      )}
    </>
  );
}
