/** « À faire »: what a trainee was given, by day; each opened from here, ticked once it was played. */

import css from "./assignments.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import type { OpenedPlace, OwnAssignment } from "../api/schema";
import { t } from "../i18n/t";
import { shortDay } from "../shared/time";
import { dayInWords } from "./days";
import { PlayDialog } from "./PlayDialog";

export function OwnAssignments(): ReactNode {
  const { data, refetch } = server.useQuery("get", "/api/candidate/assignments");
  const [opened, setOpened] = useState<{ place: OpenedPlace; title: string } | null>(null);
  const [problem, setProblem] = useState("");
  if (!data || data.to_do.length + data.places.length === 0) return null;
  const play = async (one: OwnAssignment): Promise<void> => {
    const answer = await client.POST("/api/candidate/assignments/{session_id}/play", {
      params: { path: { session_id: one.session_id } },
    });
    setProblem(wordsOf(answer.error));
    if (answer.data) setOpened({ place: answer.data, title: one.title });
    await refetch();
  };
  const goTo = async (seatId: string): Promise<void> => {
    const answer = await client.POST("/api/candidate/places/{seat_id}/open", { params: { path: { seat_id: seatId } } });
    setProblem(wordsOf(answer.error));
    if (answer.data) location.assign("/candidat");
  };
  return (
    <section className={clsx("card", css.mine)} aria-label={t("À faire")}>
      <h2>{t("À faire")}</h2>
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
      {data.to_do.length === 0 && <p className="small soft">{t("Aucun exercice à faire en ce moment.")}</p>}
      <ul className={clsx("plain-list", css.own)}>
        {data.to_do.map((one) => (
          <ToDo key={one.session_id} one={one} play={() => void play(one)} />
        ))}
      </ul>
      {data.places.length > 0 && (
        <details className="small">
          <summary>{t("Mes autres postes d'entraînement ouverts")}</summary>
          <ul className={clsx("plain-list", css.own)}>
            {data.places.map((one) => (
              <li key={one.seat_id}>
                <span className={css.what}>{`${one.session_title} · ${one.desk}`}</span>
                <button
                  className="btn slim"
                  aria-label={t("Aller à ce poste : {title}", { title: one.session_title })}
                  onClick={() => void goTo(one.seat_id)}
                >
                  {t("Aller à ce poste")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {opened && <PlayDialog place={opened.place} title={opened.title} close={() => location.assign("/candidat")} />}
    </section>
  );
}

function ToDo({ one, play }: { one: OwnAssignment; play: () => void }): ReactNode {
  const isDone = one.played_at !== null;
  return (
    <li className={clsx(isDone && css.isDone, one.is_late && css.isLate)}>
      <span className={css.mark} aria-hidden="true">
        {isDone ? "✓" : ""}
      </span>
      <div className={css.what}>
        <b>{one.title}</b> <span className="soft small">{one.company_name}</span>
        <p className="small">
          {one.played_at
            ? t("Joué le {day}", { day: shortDay(one.played_at) })
            : t("D'ici le {day}", { day: dayInWords(one.due_on) })}{" "}
          {one.is_late && <span className="pill bad">{t("En retard")}</span>}
        </p>
        <p className="small soft">
          {t("Donné par {name}", { name: one.given_by })}
          {one.word && ` : «\u00a0${one.word}\u00a0»`}
        </p>
      </div>
      <button
        className={clsx("btn slim", !isDone && "primary")}
        aria-label={isDone ? t("Rejouer : {title}", { title: one.title }) : t("Jouer : {title}", { title: one.title })}
        onClick={play}
      >
        {isDone ? t("Rejouer…") : t("Jouer…")}
      </button>
    </li>
  );
}
