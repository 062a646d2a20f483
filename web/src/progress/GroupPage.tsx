/** A class: who has practised how much, where each stands, who needs what. */

import css from "./progress.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { CompetenceCell, GroupProgress, TraineeLine } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { WideTable } from "../shared/WideTable";
import { day } from "../shared/time";
import { PracticeWeeks } from "./Charts";
import { duration, exchangesWords, levelWords, percent, stepOf } from "./words";

export default function GroupPage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const all = server.useQuery("get", "/api/staff/progress/groups");
  const groups = all.data;
  const name = search.get("groupe") ?? groups?.[0]?.name ?? null;
  const one = server.useQuery(
    "get",
    "/api/staff/progress/group",
    { params: { query: { name: name ?? "" } } },
    { enabled: name !== null },
  );
  const group = one.data;
  const problem = wordsOf(all.error) || wordsOf(one.error);
  return (
    <div className="page">
      <StaffBar title={t("Progression")} />
      <main className={clsx("column wide", css.progress)}>
        <div className="row between wrap">
          <label className="row small strong">
            {t("Groupe")}
            <select
              className={clsx("field", css.narrowField)}
              value={name ?? ""}
              onChange={(event) => setSearch({ groupe: event.target.value })}
            >
              {groups?.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.name || t("Sans groupe")}
                </option>
              ))}
            </select>
          </label>
          {name !== null && <Exports name={name} />}
        </div>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        {groups?.length === 0 && (
          <p className="card">
            {t(
              "Aucun entraînement encore. Donnez un groupe à une séance d'entraînement : la progression suit chacun de séance en séance.",
            )}
          </p>
        )}
        {group && <Class group={group} />}
      </main>
    </div>
  );
}

function Exports({ name }: { name: string }): ReactNode {
  const query = `?name=${encodeURIComponent(name)}`;
  return (
    <div className={clsx("row wrap", css.noPrint)}>
      {name && (
        <a className="btn slim" href={`/bibliotheque/a-faire?groupe=${encodeURIComponent(name)}`}>
          {t("Exercices à faire")}
        </a>
      )}
      <button className="btn slim" onClick={() => window.print()}>
        {t("Imprimer")}
      </button>
      <a className="btn slim" href={`/api/staff/progress/criteria.csv${query}`} download>
        {t("Critères (tableur)")}
      </a>
      <a className="btn slim" href={`/api/staff/progress/exchanges.csv${query}`} download>
        {t("Échanges (tableur)")}
      </a>
      <a className="btn slim" href={`/api/staff/progress/xapi.json${query}`} download>
        {t("Traces xAPI")}
      </a>
    </div>
  );
}

function Class({ group }: { group: GroupProgress }): ReactNode {
  return (
    <>
      <section className="card" aria-label={t("Stagiaires")}>
        <WideTable label={t("Stagiaires, par compétence")}>
          <table className={clsx("list", css.classProgress)}>
            <thead>
              <tr>
                <th scope="col">{t("Stagiaire")}</th>
                <th scope="col">{t("Pratique")}</th>
                {group.competences.map((one) => (
                  <th key={one.competence} scope="col" title={one.label}>
                    {one.competence}
                  </th>
                ))}
                <th scope="col">{t("À travailler")}</th>
              </tr>
            </thead>
            <tbody>
              {group.trainees.map((one) => (
                <Line key={one.person_id} line={one} />
              ))}
            </tbody>
          </table>
        </WideTable>
        <p className="tiny soft">
          {t(
            "Part des observations favorables, avis des formateurs ; en italique, constats proposés là où aucun formateur ne s'est prononcé. Chaque compétence se lit pour elle-même : il n'y a pas de total.",
          )}
        </p>
      </section>
      {group.weeks.length > 0 && (
        <section className="card" aria-label={t("Minutes de pratique du groupe, par semaine")}>
          <h2>{t("Minutes de pratique du groupe, par semaine")}</h2>
          <PracticeWeeks weeks={group.weeks} />
        </section>
      )}
    </>
  );
}

function Line({ line }: { line: TraineeLine }): ReactNode {
  return (
    <tr>
      <th scope="row">
        <a className="strong" href={`/progression/${line.person_id}`}>
          {line.name}
        </a>
        <div className="tiny soft">
          {line.last_at ? t("dernier échange le {day}", { day: day(line.last_at) }) : t("aucun échange")}
        </div>
      </th>
      <td className="num" style={{ whiteSpace: "nowrap" }}>
        {duration(line.minutes)}
        <div className="tiny soft">{exchangesWords(line.exchanges)}</div>
      </td>
      {line.cells.map((cell) => (
        <td key={cell.competence} className="num">
          <Cell cell={cell} />
        </td>
      ))}
      <td className={clsx("small", css.needs)}>
        {line.needs.map((one) => (
          <div key={one.criterion} title={one.label}>
            <b>{one.criterion}</b> {one.label}
          </div>
        ))}
        {line.needs.length === 0 && <span className="soft">{line.exchanges > 0 ? t("rien de particulier") : "—"}</span>}
      </td>
    </tr>
  );
}

function Cell({ cell }: { cell: CompetenceCell }): ReactNode {
  const level = cell.judged ?? cell.proposed;
  if (!level) return <span className="soft">{"·"}</span>;
  const words = cell.judged
    ? t("{competence}, avis des formateurs : {level}", { competence: cell.competence, level: levelWords(level) })
    : t("{competence}, constats proposés : {level}", { competence: cell.competence, level: levelWords(level) });
  return (
    <span className={clsx(css.level, css[stepOf(level.favourable)], !cell.judged && css.isProposed)} title={words}>
      {percent(level.favourable)}
    </span>
  );
}
