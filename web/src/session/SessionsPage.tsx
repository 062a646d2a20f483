/** Sessions: the list, and what stands beside it. */

import type { ReactNode } from "react";

import { server } from "../api/client";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { WideTable } from "../shared/WideTable";
import { day } from "../shared/time";
import { BrokenPacks } from "./BrokenPacks";
import { Guesses } from "./Guesses";
import { NewSession } from "./NewSession";
import { People } from "./People";
import { Upkeep } from "./Upkeep";

export default function SessionsPage(): ReactNode {
  const { data: sessions = [] } = server.useQuery("get", "/api/staff/sessions");
  const { data: me } = server.useQuery("get", "/api/staff/me");
  const isLead = me?.roles.includes("session_lead") ?? false;
  const { data: packs = [] } = server.useQuery("get", "/api/staff/packs");
  const { data: broken = [] } = server.useQuery("get", "/api/staff/broken-packs");
  const groups = [...new Set(sessions.map((one) => one.group_name).filter(Boolean))];
  return (
    <div className="page">
      <StaffBar title={t("Séances")} />
      <main className="column wide">
        <Upkeep />
        <Guesses />
        <WideTable label={t("Séances")}>
          <table className="list card">
            <thead>
              <tr>
                <th>{t("Séance")}</th>
                <th>{t("Genre")}</th>
                <th>{t("Sujet")}</th>
                <th>{t("Postes")}</th>
                <th>{t("Créée le")}</th>
                <th>{t("État")}</th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <tr key={session.id}>
                  <td>
                    <a href={`/sessions/${session.id}`} className="strong" style={{ color: "var(--c-brand-deep)" }}>
                      {session.title}
                    </a>
                  </td>
                  <td>
                    {session.is_rehearsal
                      ? t("Répétition")
                      : session.kind === "exam"
                        ? t("Examen")
                        : [t("Entraînement"), session.group_name].filter(Boolean).join(" · ")}
                  </td>
                  <td>{`${session.company_name} · ${session.subject_title || t("sujets tirés au sort")}`}</td>
                  <td className="num">{session.seats}</td>
                  <td className="num">{day(session.created_at)}</td>
                  <td>{session.closed_at ? t("Close") : t("Ouverte")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
        <div className="two" style={{ alignItems: "start" }}>
          <NewSession packs={packs} groups={groups} />
          <div className="col" style={{ gap: 14 }}>
            <section className="card col" style={{ padding: 20 }}>
              <h2>{t("Scénarios installés")}</h2>
              <BrokenPacks packs={broken} />
              <div className="row wrap">
                <a className="btn slim" href="/bibliotheque">
                  {t("Bibliothèque")}
                </a>
                <a className="btn slim" href="/atelier">
                  {t("Atelier des scénarios")}
                </a>
                {isLead && (
                  <a className="btn slim" href="/sujets">
                    {t("Sujets en documents")}
                  </a>
                )}
              </div>
              {packs.map((pack) => (
                <div key={pack.id}>
                  <b>{pack.company_name}</b> <span className="soft">{pack.tagline}</span>
                  <div className="small soft">
                    {[
                      plural(pack.customers, "{n} client", "{n} clients"),
                      plural(pack.products, "{n} produit", "{n} produits"),
                      plural(pack.procedures, "{n} procédure", "{n} procédures"),
                    ].join(", ")}
                  </div>
                  <ul className="small">
                    {pack.subjects.map((subject) => (
                      <li
                        key={subject.id}
                      >{`${subject.title} · ${subject.competences.join(", ")} · ${subject.minutes} min`}</li>
                    ))}
                  </ul>
                </div>
              ))}
            </section>
            <section className="card col" style={{ padding: 20 }}>
              <h2>{t("Progression des stagiaires")}</h2>
              <p className="small soft">
                {t(
                  "Par groupe et par stagiaire, de semaine en semaine : où chacun en est, ce qu'il lui reste à travailler.",
                )}
              </p>
              <div>
                <a className="btn slim" href="/progression">
                  {t("Voir la progression")}
                </a>
              </div>
            </section>
            <section className="card col" style={{ padding: 20 }}>
              <h2>{t("Constats proposés au jury")}</h2>
              <p className="small soft">{t("Jusqu'où les constats et les jurés s'accordent, critère par critère.")}</p>
              <div>
                <a className="btn slim" href="/constats">
                  {t("Fiabilité des constats")}
                </a>
              </div>
            </section>
            {isLead && (
              <section className="card col" style={{ padding: 20 }}>
                <h2>{t("Cette installation")}</h2>
                <p className="small soft">
                  {t("Version, santé, sauvegardes, place sur le disque : ce qu'il y a à faire.")}
                </p>
                <div>
                  <a className="btn slim" href="/installation">
                    {t("Voir l'installation")}
                  </a>
                </div>
              </section>
            )}
            <People />
          </div>
        </div>
      </main>
    </div>
  );
}
