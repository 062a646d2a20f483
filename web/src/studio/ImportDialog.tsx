/** Customers, products or prices from a spreadsheet: columns matched, rows shown with what is wrong, kept on request. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import type { ImportPreview } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { sendFile } from "../timetable/sendFile";

const LARGEST = 2 * 1024 * 1024;

interface ImportProps {
  packId: string;
  kind: "customer" | "product";
  close: () => void;
  imported: () => Promise<unknown>;
}

export function ImportDialog({ packId, kind, close, imported }: ImportProps): ReactNode {
  const [file, setFile] = useState<File | null>(null);
  const [shown, setShown] = useState<ImportPreview | null>(null);
  const [problem, setProblem] = useState("");
  const [isReading, setReading] = useState(false);
  const at = `/api/staff/studio/${packId}/import/${kind}`;
  const send = async (chosen: File, path: string, columns: string[] | null): Promise<ImportPreview | null> => {
    setReading(true);
    setProblem("");
    const query = columns ? `?columns=${encodeURIComponent(columns.join(","))}` : "";
    const answer = await sendFile<ImportPreview>("POST", path + query, chosen, LARGEST);
    setReading(false);
    if (answer.ok) return answer.data;
    setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
    return null;
  };
  const read = async (chosen: File, columns: string[] | null): Promise<void> => {
    setFile(chosen);
    const preview = await send(chosen, at, columns);
    if (preview || columns === null) setShown(preview);
  };
  const keep = async (): Promise<void> => {
    if (!file || !shown) return;
    if (await send(file, `${at}/keep`, shown.columns)) {
      void imported();
      close();
    }
  };
  return (
    <Dialog
      title={kind === "customer" ? t("Importer des clients") : t("Importer des produits ou des prix")}
      width={860}
      close={close}
    >
      <p className="small soft">
        {t(
          "Un tableau CSV, XLSX ou ODS, une ligne par élément, les titres sur la première. Rien n'est gardé avant votre accord.",
        )}
      </p>
      <label className="btn" style={{ alignSelf: "flex-start" }}>
        {isReading ? t("Lecture du tableau…") : t("Choisir un tableau…")}
        <input
          className={css.file}
          type="file"
          disabled={isReading}
          accept=".csv,.txt,.tsv,.xlsx,.ods"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen) void read(chosen, null);
            event.target.value = "";
          }}
        />
      </label>
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
      {file && shown && <Shown shown={shown} match={(columns) => void read(file, columns)} isReading={isReading} />}
      <div className="row wrap">
        {shown && (
          <button
            className="btn primary"
            disabled={isReading || shown.new + shown.changed === 0}
            onClick={() => void keep()}
          >
            {plural(shown.new + shown.changed, "Importer {n} ligne", "Importer {n} lignes")}
          </button>
        )}
        <button className="btn" onClick={close}>
          {t("Ne rien importer")}
        </button>
      </div>
    </Dialog>
  );
}

interface ShownProps {
  shown: ImportPreview;
  match: (columns: string[]) => void;
  isReading: boolean;
}

function Shown({ shown, match, isReading }: ShownProps): ReactNode {
  return (
    <div className={css.differing} role="group" aria-label={t("Avant d'importer")}>
      <div className={css.matching}>
        {shown.headings.map((heading, index) => (
          // Two columns may bear the same heading.
          <label key={index} className="small strong">
            {heading || t("Colonne {n}", { n: index + 1 })}
            <select
              className="field"
              disabled={isReading}
              value={shown.columns[index] ?? ""}
              onChange={(event) =>
                match(
                  shown.columns.map((one, at) =>
                    at === index ? event.target.value : one === event.target.value ? "" : one,
                  ),
                )
              }
            >
              <option value="">{t("Ne pas importer")}</option>
              {shown.fields.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.label}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <p role="status">
        {[
          plural(shown.new, "{n} nouvelle ligne", "{n} nouvelles lignes"),
          shown.changed > 0 && plural(shown.changed, "{n} ligne modifiée", "{n} lignes modifiées"),
          shown.bad > 0 && plural(shown.bad, "{n} ligne laissée de côté", "{n} lignes laissées de côté"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {shown.sample.length > 0 && <p className="small soft">{`${shown.sample.join(", ")}…`}</p>}
      {shown.faults.length > 0 && (
        <ul className={css.changes}>
          {shown.faults.map((one) => (
            <li key={`${one.row}/${one.column}/${one.problem}`}>
              <b>{t("Ligne {n}, {column}", { n: one.row, column: one.column })}</b>
              <span>
                {one.problem} {one.remedy}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
