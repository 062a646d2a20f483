/** What is printed of the published plan. */

import type { ReactNode } from "react";

import { server } from "../api/client";
import type { TimetableView } from "../api/schema";
import { t } from "../i18n/t";

export const SHEETS = [
  ["convocations", "Convocations", "Une page par candidat : jour, heure, lieu, ce qu'il apporte."],
  ["people", "Emplois du temps", "Une page par candidat et par juré."],
  ["doors", "Listes de salle", "À afficher sur chaque porte : qui entre à quelle heure."],
  ["attendance", "Feuilles d'émargement", "À signer à l'arrivée et au départ."],
] as const;

export function PrintStep({ day }: { day: TimetableView }): ReactNode {
  const { data: centre } = server.useQuery("get", "/api/staff/installation/centre");
  const isOlder = day.published_version !== null && day.published_version !== day.version;
  if (day.published_version === null)
    return (
      <p className="card col">{t("Publiez d'abord l'emploi du temps : ce qui s'imprime est la version publiée.")}</p>
    );
  return (
    <section className="card col" aria-label={t("Imprimer")} style={{ padding: 16 }}>
      {isOlder && (
        <p role="status" style={{ color: "var(--c-ring)" }} className="strong">
          {t("L'emploi du temps a changé depuis sa publication : publiez-le de nouveau avant d'imprimer.")}
        </p>
      )}
      {centre?.address.trim() === "" && (
        <p role="status" className="small">
          {t("Les convocations ne disent pas où se trouve le centre : son adresse n'est pas encore écrite.")}{" "}
          <a className="link" href="/installation#centre">
            {t("Écrire l'adresse du centre")}
          </a>
        </p>
      )}
      {SHEETS.map(([kind, name, what]) => (
        <div key={kind} className="row between wrap">
          <div>
            <b>{t(name)}</b> <span className="soft small">{t(what)}</span>
          </div>
          <a
            className={kind === "convocations" && !isOlder ? "btn primary" : "btn"}
            href={`/api/staff/exam-days/${day.session_id}/timetable/print/${kind}.pdf?day=${day.day}`}
            target="_blank"
            rel="noreferrer"
            aria-label={t("Ouvrir le PDF : {name}", { name: t(name) })}
          >
            {t("Ouvrir le PDF")}
          </a>
        </div>
      ))}
    </section>
  );
}
