/** One candidate, criterion by criterion: what each exchange shows, the best moment and the one to work on. */

import marked from "../shared/marking.module.css";
import css from "./overview.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { Overview, OverviewCell, OverviewCompetence, OverviewCriterion, OverviewMoment } from "../api/schema";
import { t } from "../i18n/t";
import { VERDICTS } from "../shared/marks";
import { StaffBar } from "../shared/StaffBar";
import { clock } from "../shared/time";

const VERDICT_SYMBOLS: Record<OverviewCell["verdicts"][number], string> = {
  satisfactory: "✓",
  to_improve: "≈",
  insufficient: "✗",
  not_observed: "○",
};

const SIDES = ["competences", "transversal"] as const;

export default function OverviewPage(): ReactNode {
  const { seatId = "" } = useParams();
  const { data: view, error } = server.useQuery("get", "/api/staff/seats/{seat_id}/overview", {
    params: { path: { seat_id: seatId } },
  });
  const names = { competences: t("Professionnelles"), transversal: t("Transversales") };
  return (
    <div className="desk">
      <StaffBar title={t("Vue d'ensemble")} />
      <main className={css.overview}>
        {error !== null && <p role="alert">{wordsOf(error)}</p>}
        {view && (
          <Tabs className={css.overviewSides}>
            <div className="row between wrap">
              <div>
                <h2>{`${view.seat_label} · ${view.candidate_name}`}</h2>
                <p className="small soft">
                  {view.with_findings
                    ? t("Vos repères d'abord ; à défaut, le constat proposé. Aucun total : le jury apprécie.")
                    : t("Vos repères et vos appréciations. Aucun total : le jury apprécie.")}
                </p>
              </div>
              <div className="row">
                <TabList className="tabs" aria-label={t("Compétences")}>
                  {SIDES.map((side) => (
                    <Tab key={side} id={side} className="tab">
                      {names[side]}
                    </Tab>
                  ))}
                </TabList>
                <a className="btn slim" href={`/jury/candidat/${seatId}/reecoutes`}>
                  {t("Réécoutes")}
                </a>
              </div>
            </div>
            {view.runs.length === 0 ? (
              <p className="soft">{t("Aucun échange n'a encore été joué à ce poste.")}</p>
            ) : (
              SIDES.map((side) => (
                <TabPanel key={side} id={side} className={css.overviewSide}>
                  <div
                    className={clsx("card scroll", css.overviewTable)}
                    role="region"
                    aria-label={names[side]}
                    tabIndex={0}
                  >
                    <Grid view={view} groups={[...view[side]]} />
                  </div>
                </TabPanel>
              ))
            )}
          </Tabs>
        )}
      </main>
    </div>
  );
}

function Grid({ view, groups }: { view: Overview; groups: OverviewCompetence[] }): ReactNode {
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{t("Critère")}</th>
          {view.runs.map((run) => (
            <th key={run.run_id} scope="col" className={css.overviewCell} title={`${run.label} · ${run.customer_name}`}>
              <a
                href={`/reecoute/${run.run_id}`}
                aria-label={t("Échange {n}, {customer}", { n: run.position, customer: run.customer_name })}
              >
                {run.attempt > 1 ? `${run.position}.${run.attempt}` : run.position}
              </a>
            </th>
          ))}
          <th scope="col">{t("Meilleur moment")}</th>
          <th scope="col">{t("Moment à revoir")}</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.competence}>
          <tr>
            <th
              colSpan={view.runs.length + 3}
              scope="rowgroup"
              className={css.overviewGroup}
            >{`${group.competence} · ${group.label}`}</th>
          </tr>
          {group.criteria.map((criterion) => (
            <Row key={criterion.criterion} criterion={criterion} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Row({ criterion }: { criterion: OverviewCriterion }): ReactNode {
  const isObservable = criterion.cells.some((cell) => cell.observable);
  return (
    <tr className={isObservable ? undefined : css.overviewQuiet}>
      <th scope="row">
        <span className="num soft">{criterion.criterion}</span> {criterion.label}
        {criterion.through.length > 0 && (
          <div className="tiny soft">{t("à travers {criteria}", { criteria: criterion.through.join(", ") })}</div>
        )}
        {criterion.criterion.startsWith("CT") && criterion.through.length === 0 && (
          <div className="tiny soft">{t("à apprécier au fil des échanges")}</div>
        )}
      </th>
      {criterion.cells.map((cell) => (
        <Cell key={cell.run_id} cell={cell} />
      ))}
      <Best moment={criterion.best} tone="favourable" />
      <Best moment={criterion.worst} tone="unfavourable" />
    </tr>
  );
}

function Cell({ cell }: { cell: OverviewCell }): ReactNode {
  if (!cell.observable && cell.verdicts.length === 0 && cell.favourable + cell.unfavourable + cell.notes === 0)
    return (
      <td className={clsx(css.overviewCell, "soft")}>
        <span className="sr">{t("non observable")}</span>
      </td>
    );
  const marks = [
    cell.favourable && `+${cell.favourable}`,
    cell.unfavourable && `−${cell.unfavourable}`,
    cell.notes && `•${cell.notes}`,
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <td className={clsx(css.overviewCell, "num")}>
      {cell.verdicts.map((verdict, index) => (
        <span
          key={index}
          className={clsx(marked.verdict, css.verdict, marked[verdict], css[verdict])}
          role="img"
          title={t(VERDICTS[verdict] ?? "")}
          aria-label={t(VERDICTS[verdict] ?? "")}
        >
          {VERDICT_SYMBOLS[verdict]}
        </span>
      ))}
      <div className="tiny soft">{marks || (cell.verdicts.length === 0 && "–")}</div>
    </td>
  );
}

function Best({ moment, tone }: { moment: OverviewMoment | null; tone: "favourable" | "unfavourable" }): ReactNode {
  return (
    <td className={clsx(css.overviewMoment, "small")}>
      {moment && (
        <>
          <a
            className={clsx(marked.chip, css.chip, marked[tone])}
            data-sign={tone}
            href={`/reecoute/${moment.run_id}?t=${Math.max(0, Math.floor(moment.at_seconds) - 1)}`}
          >
            {`${moment.position} · ${clock(moment.at_seconds)}`}
          </a>{" "}
          {moment.text}
          <span className="tiny soft">
            {moment.source === "finding" ? ` ${t("(constat proposé)")}` : ` (${moment.by})`}
          </span>
        </>
      )}
    </td>
  );
}
