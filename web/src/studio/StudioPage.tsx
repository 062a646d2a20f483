/** The studio: what the centre writes, and the ways to begin. */

import css from "./studio.module.css";

import type { ReactNode } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { day } from "../shared/time";
import { WideTable } from "../shared/WideTable";
import { Beginning, FROM_PACK } from "./Beginning";
import { FirstTime } from "./FirstTime";

export default function StudioPage(): ReactNode {
  const { data: packs = [], error } = server.useQuery("get", "/api/staff/studio");
  const problem = wordsOf(error);
  return (
    <div className="page">
      <StaffBar title={t("Atelier des scénarios")} />
      <main className={`col ${css.list}`}>
        <p className="soft">
          {t(
            "Écrivez vos propres échanges, jouez-les tout de suite avec un candidat, puis publiez-les pour vos séances.",
          )}
        </p>
        {problem && (
          <p role="alert" className="warn">
            {problem}
          </p>
        )}
        <FirstTime begin={() => document.getElementById(FROM_PACK)?.focus()} />
        <Beginning />
        {packs.length > 0 && (
          <WideTable label={t("Scénarios du centre")}>
            <table className="table">
              <thead>
                <tr>
                  <th>{t("Entreprise")}</th>
                  <th>{t("D'après")}</th>
                  <th>{t("Échanges")}</th>
                  <th>{t("État")}</th>
                  <th>{t("Modifié")}</th>
                </tr>
              </thead>
              <tbody>
                {packs.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <a className="link strong" href={`/atelier/${one.id}`}>
                        {one.company_name || t("Sans nom")}
                      </a>
                    </td>
                    <td>{one.based_on || "—"}</td>
                    <td className="num">{one.exchanges}</td>
                    <td>
                      {one.published === null
                        ? t("Brouillon")
                        : one.retired_at
                          ? t("Retiré (v{n})", { n: one.published })
                          : t("Publié v{n}", { n: one.published })}
                    </td>
                    <td className="num">{`${day(one.changed_at)}, ${one.changed_by}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
        )}
      </main>
    </div>
  );
}
