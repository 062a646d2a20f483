/** The studio: what the centre writes, and the two ways to begin. */

import css from "./studio.module.css";

import { type ReactNode, type SubmitEvent } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { textIn } from "../shared/formText";
import { StaffBar } from "../shared/StaffBar";
import { day } from "../shared/time";
import { WideTable } from "../shared/WideTable";

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

function Beginning(): ReactNode {
  const { data: packs = [] } = server.useQuery("get", "/api/staff/packs");
  const { mutate, error, isPending } = server.useMutation("post", "/api/staff/studio", {
    onSuccess: (made) => {
      const exchange = made.items.find((one) => one.kind === "exchange");
      // Straight to what one came for: an exchange to write.
      const isWhole = made.items.filter((one) => one.kind === "exchange").length > 1;
      location.assign(`/atelier/${made.id}${exchange && !isWhole ? `/exchange/${exchange.id}` : ""}`);
    },
  });
  const after = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    mutate({
      body: { based_on: textIn(form, "pack"), company: "", with_subjects: form.get("subjects") === "on" },
    });
  };
  const fromNothing = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const company = textIn(new FormData(event.currentTarget), "company");
    mutate({ body: { based_on: "", company, with_subjects: false } });
  };
  return (
    <>
      <div className="two" style={{ alignItems: "start" }}>
        <form className="card col" style={{ padding: 20 }} onSubmit={after}>
          <h2>{t("Écrire un échange chez une entreprise qui existe")}</h2>
          <p className="small soft">{t("Ses clients, produits et procédures sont là : il ne reste que l'échange.")}</p>
          <label className="small strong">
            {t("D'après")}
            <select className="field" name="pack" required>
              {packs.map((one) => (
                <option key={one.id} value={one.id}>
                  {[one.company_name, one.tagline].filter((it) => it && it !== "—").join(" · ")}
                </option>
              ))}
            </select>
          </label>
          <label className="row small">
            <input type="checkbox" name="subjects" />
            {t("Avec ses sujets et ses études de cas, pour les modifier")}
          </label>
          <div>
            <button className="btn primary" disabled={isPending || packs.length === 0}>
              {t("Écrire un échange")}
            </button>
          </div>
        </form>
        <form className="card col" style={{ padding: 20 }} onSubmit={fromNothing}>
          <h2>{t("Créer une entreprise")}</h2>
          <p className="small soft">
            {t("Elle a déjà ses listes, ses phrases et ses limites, à reformuler : l'échange se joue sans attendre.")}
          </p>
          <label className="small strong">
            {t("Nom de l'entreprise")}
            <input className="field" name="company" required minLength={2} maxLength={200} />
          </label>
          <div>
            <button className="btn" disabled={isPending}>
              {t("Partir de cette entreprise")}
            </button>
          </div>
        </form>
      </div>
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
    </>
  );
}
