/** One trainee's progress, for their trainers and for themselves. Levels by competence, never a total. */

import css from "./progress.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { CompetenceProgress, SubjectDone, SuggestionView, TraineeProgress } from "../api/schema";
import { plural, t } from "../i18n/t";
import { WideTable } from "../shared/WideTable";
import { day } from "../shared/time";
import { CompetenceRadar, observed, PracticeWeeks, Trend } from "./Charts";
import { duration, exchangesWords, levelWords, stepOf, weekName } from "./words";

interface TraineeProps {
  progress: TraineeProgress;
  /** Where an exchange is heard again; without it, exchanges are named only. */
  replay?: (runId: string) => string;
  /** Opens a suggested exercise, for those who may. */
  give?: (one: SuggestionView) => void;
}

export function Trainee({ progress, replay, give }: TraineeProps): ReactNode {
  const seen = observed(progress.competences);
  return (
    <div className={css.progress}>
      <p className="soft">
        {[
          exchangesWords(progress.played.length),
          t("{time} de pratique", { time: duration(progress.minutes) }),
          progress.group_name,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {progress.played.length === 0 && (
        <p className="card">{t("Aucun échange d'entraînement encore : la progression commence avec le premier.")}</p>
      )}
      <Suggestions suggestions={progress.suggestions} {...(give ? { give } : {})} />
      {progress.played.length > 0 && (
        <div className="two" style={{ alignItems: "stretch" }}>
          <section className="card" aria-label={t("Compétences")}>
            <h2>{t("Compétences")}</h2>
            <p className="tiny soft">
              {t(
                "Part des observations favorables. Les constats sont proposés par l'outil ; l'avis des formateurs fait foi.",
              )}
            </p>
            {seen.length > 0 ? (
              <CompetenceRadar competences={progress.competences} />
            ) : (
              <p className="soft">{t("Rien n'a encore été observé.")}</p>
            )}
          </section>
          <section className="card" aria-label={t("Temps de pratique par semaine")}>
            <h2>{t("Temps de pratique par semaine")}</h2>
            <PracticeWeeks weeks={progress.weeks} />
            <details className="small">
              <summary>{t("Les chiffres")}</summary>
              <ul className="plain-list">
                {progress.weeks.map((one) => (
                  <li
                    key={one.week}
                  >{`${t("Semaine du {day}", { day: weekName(one.week) })} : ${duration(one.minutes)}, ${exchangesWords(one.exchanges)}`}</li>
                ))}
              </ul>
            </details>
          </section>
        </div>
      )}
      {progress.subjects.map((subject) => (
        <Subject key={subject.title} subject={subject} />
      ))}
      {seen.length > 0 && (
        <Criteria competences={seen} wanted={progress.suggestions.map((one) => one.criterion ?? "")} />
      )}
      {progress.played.length > 0 && (
        <section className="card" aria-label={t("Échanges joués")}>
          <h2>{t("Échanges joués")}</h2>
          <ul className="plain-list">
            {progress.played.map((one) => (
              <li key={one.run_id} className={clsx("row between", css.played)}>
                <span>
                  <span className="num soft">{day(one.at)}</span> {`${one.label} · ${one.session_title}`}
                </span>
                <span className="row">
                  <span className="num soft">{duration(one.minutes)}</span>
                  {replay && (
                    <a
                      className={clsx("btn slim", css.noPrint)}
                      href={replay(one.run_id)}
                      aria-label={t("Réécouter {label} du {day}", { label: one.label, day: day(one.at) })}
                    >
                      {t("Réécouter")}
                    </a>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface SuggestionsProps {
  suggestions: SuggestionView[];
  give?: (one: SuggestionView) => void;
}

function Suggestions({ suggestions, give }: SuggestionsProps): ReactNode {
  if (suggestions.length === 0) return null;
  return (
    <section className="card" aria-label={t("À travailler ensuite")}>
      <h2>{t("À travailler ensuite")}</h2>
      <ol className={clsx("plain-list", css.suggestions)}>
        {suggestions.map((one) => (
          <li key={one.reason}>
            <div>
              <b>{one.label}</b>{" "}
              <span className="soft">{`${one.subject_title}${one.times > 0 ? ` · ${plural(one.times, "déjà joué {n} fois", "déjà joué {n} fois")}` : ""}`}</span>
            </div>
            <p className="small">{one.criterion ? `${one.criterion} · ${one.reason}` : one.reason}</p>
            {give && (
              <button
                className={clsx("btn slim", css.noPrint)}
                aria-label={t("Ouvrir cet exercice : {name}", { name: one.label })}
                onClick={() => give(one)}
              >
                {t("Ouvrir cet exercice")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Subject({ subject }: { subject: SubjectDone }): ReactNode {
  const done = subject.exchanges.filter((one) => one.times > 0).length;
  return (
    <section className="card" aria-label={subject.title}>
      <div className="row between">
        <h2>{subject.title}</h2>
        <span className="soft small">
          {plural(done, "{n} échange joué sur {all}", "{n} échanges joués sur {all}", {
            all: subject.exchanges.length,
          })}
        </span>
      </div>
      <ul className={clsx("plain-list", css.subject)}>
        {subject.exchanges.map((one, index) => (
          <li key={index} className={one.times > 0 ? css.isDone : undefined}>
            <span className={css.mark} aria-hidden="true">
              {one.times > 0 ? "✓" : index + 1}
            </span>
            <span>
              <b className="small">{one.label}</b>
              <span className="tiny soft">{` ${one.competences.join(", ")}`}</span>
              <br />
              <span className="tiny soft">
                {one.times > 0 ? plural(one.times, "joué {n} fois", "joué {n} fois") : t("pas encore joué")}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One competence after the other, closed but for those that the suggestions are about. */
function Criteria({ competences, wanted }: { competences: CompetenceProgress[]; wanted: string[] }): ReactNode {
  return (
    <section className="card" aria-label={t("Critères")}>
      <h2>{t("Critères")}</h2>
      {competences.map((one) => (
        <details
          key={one.competence}
          className={css.competence}
          open={wanted.some((criterion) => criterion.startsWith(`${one.competence}.`))}
        >
          <summary>
            <b>{`${one.competence} · ${one.label}`}</b>
            <span className="num small soft">
              {t("formateurs {judged} · constats {proposed}", {
                judged: levelWords(one.judged),
                proposed: levelWords(one.proposed),
              })}
            </span>
          </summary>
          <Competence competence={one} />
        </details>
      ))}
    </section>
  );
}

function Competence({ competence }: { competence: CompetenceProgress }): ReactNode {
  return (
    <WideTable label={`${t("Critères")} ${competence.competence}`}>
      <table className={clsx("list", css.criteriaProgress)}>
        <thead>
          <tr>
            <th scope="col">{t("Critère")}</th>
            <th scope="col">{t("Avis des formateurs")}</th>
            <th scope="col">{t("Constats proposés")}</th>
            <th scope="col">{t("Évolution")}</th>
          </tr>
        </thead>
        <tbody>
          {competence.criteria
            .filter((one) => one.judged || one.proposed)
            .map((one) => (
              <tr key={one.criterion}>
                <th scope="row">{`${one.criterion} ${one.label}`}</th>
                <td className="num">
                  {one.judged ? (
                    <span className={clsx(css.level, css[stepOf(one.judged.favourable)])}>
                      {levelWords(one.judged)}
                    </span>
                  ) : (
                    "—"
                  )}
                </td>
                <td className="num soft">{levelWords(one.proposed)}</td>
                <td>
                  <Trend trend={one.trend} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </WideTable>
  );
}
