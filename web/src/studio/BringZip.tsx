/** A pack's folder in a ZIP, taken in as a draft of its own: what lacks in it is said in the studio, like anything. */

import { type ReactNode, useRef, useState } from "react";

import type { StudioPackView } from "../api/schema";
import { t } from "../i18n/t";
import { sendFile } from "../timetable/sendFile";

const LARGEST = 32 * 1024 * 1024;
const SECONDS = 120;

export function BringZip(): ReactNode {
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setReading(true);
    setProblem("");
    const answer = await sendFile<StudioPackView>("POST", "/api/staff/studio-zip", file, LARGEST, SECONDS);
    setReading(false);
    if (answer.ok) location.assign(`/atelier/${answer.data.id}`);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  };
  return (
    <section className="card col" aria-labelledby="bring-zip">
      <div className="row between wrap">
        <h2 id="bring-zip">{t("Importer un scénario en ZIP")}</h2>
        <button type="button" className="btn" disabled={isReading} onClick={() => picker.current?.click()}>
          {isReading ? t("Lecture du scénario…") : t("Choisir une archive ZIP…")}
        </button>
        <input
          ref={picker}
          hidden
          type="file"
          aria-label={t("Archive ZIP d'un scénario")}
          accept=".zip,application/zip"
          onChange={(event) => {
            void send(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      <p className="small soft">
        {t(
          "Un scénario exporté d'ici ou écrit en YAML, 32 Mo au plus : il devient un nouveau brouillon, sans rien remplacer.",
        )}
      </p>
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
    </section>
  );
}
