/** What trainees are to do, for those who teach: by day, who has done it, who has not. */

import css from "./assignments.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { AssignedTrainee, AssignmentView } from "../api/schema";
import { GroupChoice } from "../catalogue/GroupChoice";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { StaffBar } from "../shared/StaffBar";
import { shortDay } from "../shared/time";
import { dayInWords } from "./days";

export default function AssignmentsPage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const group = search.get("groupe") ?? "";
  const [problem, setProblem] = useState("");
  const { data, error, refetch } = server.useQuery("get", "/api/staff/assignments", {
    params: { query: group ? { name: group } : {} },
  });
  const withdraw = async (sessionId: string): Promise<void> => {
    const answer = await client.DELETE("/api/staff/assignments/{session_id}", {
      params: { path: { session_id: sessionId } },
    });
    setProblem(wordsOf(answer.error));
    await refetch();
  };
  const words = wordsOf(error) || problem;
  return (
    <div className="page">
      <StaffBar title={t("Exercices à faire")} />
      <main className="column wide">
        <div className="row between wrap">
          <GroupChoice
            group={group}
            none={t("Tous les groupes")}
            choose={(name) => setSearch(name ? { groupe: name } : {})}
          />
          <a className="btn" href={`/bibliotheque${group ? `?groupe=${encodeURIComponent(group)}` : ""}`}>
            {t("Bibliothèque")}
          </a>
        </div>
        {words && (
          <p role="alert" className="warn">
            {words}
          </p>
        )}
        {data?.length === 0 && (
          <p className="card">
            {t("Rien n'est à faire. Dans la bibliothèque, « Donner à jouer… », puis « À faire d'ici un jour ».")}
          </p>
        )}
        <ul className={clsx("plain-list", css.list)}>
          {data?.map((one) => (
            <Assignment key={one.session_id} one={one} withdraw={() => void withdraw(one.session_id)} />
          ))}
        </ul>
      </main>
    </div>
  );
}

function Assignment({ one, withdraw }: { one: AssignmentView; withdraw: () => void }): ReactNode {
  const done = one.trainees.filter((it) => it.played_at !== null).length;
  const title = one.title || t("Exercice sous scellés");
  return (
    <li className={clsx("card", css.one)}>
      <div className="row between wrap">
        <span className="row wrap">
          <b>{t("D'ici le {day}", { day: dayInWords(one.due_on) })}</b>
          {one.is_past && done < one.trainees.length && <span className="pill bad">{t("Échéance passée")}</span>}
        </span>
        <span className="small soft">{t("{done} sur {all} l'ont joué", { done, all: one.trainees.length })}</span>
      </div>
      <h2>{title}</h2>
      <p className="small soft">
        {[
          one.company_name,
          one.is_for_group ? t("{group} (tout le groupe)", { group: one.group_name }) : one.group_name,
          one.is_mine ? t("donné par vous") : t("donné par {name}", { name: one.given_by }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {!one.title && (
        <p className="small">{t("Son scénario sert à un examen : personne ne peut le jouer d'ici là.")}</p>
      )}
      {one.word && <p className="small">{`«\u00a0${one.word}\u00a0»`}</p>}
      <ul className={clsx("plain-list", css.trainees)}>
        {one.trainees.map((it) => (
          <Trainee key={it.person_id} trainee={it} isPast={one.is_past} />
        ))}
      </ul>
      <div className="row wrap">
        <a
          className="btn slim"
          href={`/sessions/${one.session_id}`}
          aria-label={t("Postes et codes : {title}", { title })}
        >
          {t("Postes et codes")}
        </a>
        <AskTwice
          label={t("Retirer : {title}", { title })}
          question={t("Retirer cet exercice des listes ? Ce qui a été joué reste.")}
          yes={t("Retirer")}
          act={withdraw}
        >
          {t("Retirer…")}
        </AskTwice>
      </div>
    </li>
  );
}

function Trainee({ trainee, isPast }: { trainee: AssignedTrainee; isPast: boolean }): ReactNode {
  const isDone = trainee.played_at !== null;
  return (
    <li className={clsx(isDone && css.isDone, !isDone && isPast && css.isLate)}>
      <span className={css.mark} aria-hidden="true">
        {isDone ? "✓" : ""}
      </span>
      <a className="strong small" href={`/progression/${trainee.person_id}`}>
        {trainee.name}
      </a>
      <span className="tiny soft">
        {trainee.played_at
          ? t("joué le {day}", { day: shortDay(trainee.played_at) })
          : isPast
            ? t("en retard")
            : t("pas encore joué")}
      </span>
    </li>
  );
}
