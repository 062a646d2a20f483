/** What a member of staff dials on their telephone to listen to a call in silence, and their code of the day. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { t } from "../i18n/t";

export function ListeningCode({ code }: { code: string }): ReactNode {
  return (
    <section className="card col" style={{ gap: 10 }} aria-labelledby="listening-title">
      <div className="row between">
        <h2 id="listening-title">{t("Écouter un appel en silence")}</h2>
        <span className="row small soft">
          {t("Code du jour")} <strong className={clsx("num", css.accountValue)}>{code}</strong>
        </span>
      </div>
      <p className="small soft">
        {t(
          "De ce téléphone, composez *1 et le numéro du poste (écran du jury, page de la séance), puis ce code après le signal : vous entendez les deux voix, personne ne vous entend.",
        )}
      </p>
    </section>
  );
}
