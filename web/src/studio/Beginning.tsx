/** The ways to begin: an exchange at a company that exists, a company of one's own, a ZIP. */

import { type ReactNode, type SubmitEvent } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { textIn } from "../shared/formText";
import { BringZip } from "./BringZip";
import { pasteLine } from "./fields";

/** The list of companies, by its identifier on the page. */
export const FROM_PACK = "from-pack";

export function Beginning(): ReactNode {
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
            <select id={FROM_PACK} className="field" name="pack" required>
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
            <input className="field" name="company" required minLength={2} maxLength={200} onPaste={pasteLine} />
          </label>
          <div>
            <button className="btn" disabled={isPending}>
              {t("Partir de cette entreprise")}
            </button>
          </div>
        </form>
      </div>
      <BringZip />
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
    </>
  );
}
