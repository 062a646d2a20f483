/** A juror's paper grid: printed before, typed in afterwards. Whose marks they are and who typed them are both kept. */

import styles from "./results.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { NewPaperGrid, NewPaperLine, PaperGrid } from "../api/schema";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { VERDICTS } from "../shared/marks";

const PATH = "/api/staff/seats/{seat_id}/paper-grids";

/** The column of what was written, which has no exchange. */
const WRITINGS = { run_id: "", position: 0 };

/** « run criterion » → what stands on the paper. */
type Typed = Record<string, NewPaperLine["verdict"]>;

export default function PaperGridPage(): ReactNode {
  const { seatId = "" } = useParams();
  const params = { params: { path: { seat_id: seatId } } };
  const { data, error, refetch } = server.useQuery("get", PATH, params);
  return (
    <div className="page">
      <StaffBar title={t("Grille papier")} />
      <main className={`column wide ${styles.column}`}>
        {error !== null && (
          <div className="banner bad" role="alert">
            {wordsOf(error)}
          </div>
        )}
        {data && <Entry grid={data} again={() => void refetch()} />}
      </main>
    </div>
  );
}

function Entry({ grid, again }: { grid: PaperGrid; again: () => void }): ReactNode {
  const open = grid.jurors.filter((one) => !one.submitted);
  const [juror, setJuror] = useState(open[0]?.person_id ?? "");
  const [id, setId] = useState(gridName);
  const [typed, setTyped] = useState<Typed>({});
  const [remarks, setRemarks] = useState<Record<string, string>>({});
  const [handsIn, setHandsIn] = useState(true);
  const [problem, setProblem] = useState("");
  const [kept, setKept] = useState("");
  const written = Object.entries(remarks)
    .map(([criterion, text]) => ({ criterion, text: text.trim() }))
    .filter((one) => one.text !== "");
  const count = Object.keys(typed).length;
  const keep = async (): Promise<void> => {
    const verdicts = Object.entries(typed).map(([key, verdict]) => {
      const [run_id = "", criterion = ""] = key.split(" ");
      return { run_id, criterion, verdict, comment: "" };
    });
    const body: NewPaperGrid = { id, juror, verdicts, remarks: written, hands_in: handsIn };
    const { error } = await client.POST(PATH, { params: { path: { seat_id: grid.seat_id } }, body });
    setProblem(wordsOf(error));
    if (error !== undefined) return;
    setKept(grid.jurors.find((one) => one.person_id === juror)?.name ?? "");
    setId(gridName());
    setTyped({});
    setRemarks({});
    setJuror(open.find((one) => one.person_id !== juror)?.person_id ?? juror);
    again();
  };
  const set = (key: string, value: string): void =>
    setTyped((before) => {
      const rest = Object.fromEntries(Object.entries(before).filter(([one]) => one !== key));
      return value === "" ? rest : { ...rest, [key]: value as NewPaperLine["verdict"] };
    });
  return (
    <>
      <div className="row between wrap">
        <div>
          <h2 className={styles.title}>{`${grid.seat_label} · ${grid.candidate_name}`}</h2>
          <p className="soft">{grid.session_title}</p>
        </div>
        <a className="btn" target="_blank" rel="noreferrer" href={`/api/staff/seats/${grid.seat_id}/paper-grid.pdf`}>
          {t("Imprimer une grille vierge")}
        </a>
      </div>
      {kept && (
        <div className="banner" role="status">
          {t("La grille de {name} est enregistrée, avec votre nom comme personne qui l'a saisie.", { name: kept })}
        </div>
      )}
      {open.length === 0 ? (
        <p>{t("Toutes les notations sont rendues : il n'y a plus rien à saisir.")}</p>
      ) : (
        <form
          className="col"
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <label className={styles.whose}>
            {t("Grille de")}
            <select className="field" value={juror} onChange={(event) => setJuror(event.target.value)}>
              {open.map((one) => (
                <option key={one.person_id} value={one.person_id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <p className="small soft">
            {t("L'autre juré ne voit rien de cette saisie avant la délibération. Laissez vide ce qui n'a pas d'avis.")}
          </p>
          <div className={styles.wide} role="region" aria-label={t("Grille")} tabIndex={0}>
            <table className="list">
              <thead>
                <tr>
                  <th scope="col">{t("Critère")}</th>
                  {grid.runs.map((run) => (
                    <th key={run.run_id} scope="col">
                      {t("Échange {n}, {customer}", { n: run.position, customer: run.customer_name })}
                    </th>
                  ))}
                  <th scope="col">{t("Écrits")}</th>
                  <th scope="col">{t("Remarque")}</th>
                </tr>
              </thead>
              {grid.competences.map((competence) => (
                <tbody key={competence.competence}>
                  <tr>
                    <th scope="rowgroup" colSpan={grid.runs.length + 3}>
                      {`${competence.competence} · ${competence.label}`}
                    </th>
                  </tr>
                  {competence.criteria.map((one) => (
                    <tr key={one.criterion}>
                      <th scope="row" className={styles.label}>
                        {`${one.criterion} ${one.label}`}
                      </th>
                      {[...grid.runs, WRITINGS].map((run) => {
                        const key = `${run.run_id} ${one.criterion}`;
                        return (
                          <td key={key}>
                            <select
                              className="field"
                              aria-label={
                                run === WRITINGS
                                  ? t("{criterion}, écrits", { criterion: one.criterion })
                                  : t("{criterion}, échange {n}", { criterion: one.criterion, n: run.position })
                              }
                              value={typed[key] ?? ""}
                              onChange={(event) => set(key, event.target.value)}
                            >
                              <option value="">{t("Sans avis")}</option>
                              {Object.entries(VERDICTS).map(([verdict, words]) => (
                                <option key={verdict} value={verdict}>
                                  {t(words)}
                                </option>
                              ))}
                            </select>
                          </td>
                        );
                      })}
                      <td>
                        <input
                          className={`field ${styles.remark}`}
                          aria-label={t("{criterion}, remarque", { criterion: one.criterion })}
                          maxLength={500}
                          value={remarks[one.criterion] ?? ""}
                          onChange={(event) =>
                            setRemarks((before) => ({ ...before, [one.criterion]: event.target.value }))
                          }
                        />
                      </td>
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </div>
          <label className="row">
            <input type="checkbox" checked={handsIn} onChange={(event) => setHandsIn(event.target.checked)} />
            {t("La grille est signée : cette notation est rendue et ne changera plus")}
          </label>
          {problem && (
            <p role="alert" className={styles.fault}>
              {problem}
            </p>
          )}
          <div className="row">
            <button className="btn primary" disabled={count === 0 && written.length === 0 && !handsIn}>
              {plural(count, "Enregistrer {n} avis", "Enregistrer {n} avis")}
            </button>
          </div>
        </form>
      )}
    </>
  );
}

/** The grid's own name: sent twice, it is one grid. */
function gridName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
