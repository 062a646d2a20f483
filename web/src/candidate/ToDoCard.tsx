/** Between two exchanges of a practice: how much the trainee was given to do, and the way there. */

import css from "./idle.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { server } from "../api/client";
import { dayInWords } from "../assignments/days";
import { plural, t } from "../i18n/t";

/** What is given while somebody sits here is seen within the minute. */
const EVERY_MS = 60_000;

export function ToDoCard(): ReactNode {
  const { data } = server.useQuery("get", "/api/candidate/assignments", {}, { refetchInterval: EVERY_MS });
  const open = data?.to_do.filter((one) => one.played_at === null && !one.is_here) ?? [];
  const [first] = open;
  if (!first) return null;
  return (
    <div className={clsx(css.idleCard, "row between")}>
      <div>
        <b>{plural(open.length, "{n} exercice à faire", "{n} exercices à faire")}</b>
        <p className="small soft">
          {first.is_late
            ? t("En retard : {title}", { title: first.title })
            : t("Le premier d'ici le {day}", { day: dayInWords(first.due_on) })}
        </p>
      </div>
      <a className="btn" href="/candidat/progression">
        {t("Voir ma liste")}
      </a>
    </div>
  );
}
