/** How findings fare on exchanges of strangers, by family, measured before they were shipped; weak ones said plainly. */

import css from "./detectors.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Detectors } from "../api/schema";
import { t } from "../i18n/t";
import { WideTable } from "../shared/WideTable";

type Shipped = Detectors["shipped"][number];

interface ShippedMeasuresProps {
  shipped: readonly Shipped[];
  /** The centre has figures of its own: these are folded away. */
  isFolded: boolean;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

export function ShippedMeasures({ shipped, isFolded }: ShippedMeasuresProps): ReactNode {
  const weak = shipped.filter((one) => one.is_weak && !one.is_thin).map((one) => one.family);
  const thin = shipped.filter((one) => one.is_thin).map((one) => one.family);
  return (
    <details className="card" open={!isFolded}>
      <summary className="strong">{t("Mesure livrée : sur des échanges d'auteurs inconnus des constats")}</summary>
      <p className="soft">
        {t(
          "Avant vos propres chiffres, voici ce que valent les constats, famille par famille : chaque auteur est jugé par ce qui a été appris sans lui. Ces échanges sont inventés, et les règles ont été écrites par qui les avait lus : attendez-vous à un peu moins ; vos comparaisons, ci-dessous, compteront davantage.",
        )}
      </p>
      {weak.length > 0 && (
        <p>
          <b>{t("Familles fragiles, désactivées tant que vous ne les activez pas :")}</b> {weak.join(", ")}
          {"."}
        </p>
      )}
      {thin.length > 0 && (
        <p>
          <b>{t("Familles mesurées sur trop peu d'exemples (moins de 15), désactivées aussi :")}</b> {thin.join(", ")}
          {"."}
        </p>
      )}
      <p className="tiny soft">
        {t(
          "Un constat qui n'est pas sûr est proposé « à vérifier » ; s'il hésite entre deux verdicts, il se dit « incertain ».",
        )}
      </p>
      <WideTable label={t("Mesure livrée, par famille")}>
        <table className={clsx("list", css.detectors)}>
          <thead>
            <tr>
              <th scope="col">{t("Famille")}</th>
              <th scope="col">{t("Critères")}</th>
              <th scope="col">{t("Comparés")}</th>
              <th scope="col">{t("Justes")}</th>
              <th scope="col">{t("Macro-F1")}</th>
              <th scope="col">{t("Opposés")}</th>
              <th scope="col">{t("Justes quand le constat est sûr")}</th>
            </tr>
          </thead>
          <tbody>
            {shipped.map((one) => (
              <tr key={one.family} className={one.is_weak ? css.isOff : undefined}>
                <th scope="row">
                  {one.family}
                  {one.is_weak && (
                    <span className="tiny soft">{` ${t(one.is_thin ? "(trop peu d'exemples)" : "(fragile)")}`}</span>
                  )}
                </th>
                <td>{one.criteria.join(", ")}</td>
                <td className="num">{one.pairs}</td>
                <td className="num">{percent(one.accuracy)}</td>
                <td className="num">{one.macro_f1.toFixed(2).replace(".", ",")}</td>
                <td className="num">{one.opposite}</td>
                <td className="num">
                  {one.sure ? t("{right} sur {sure}", { right: one.sure_right, sure: one.sure }) : "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}
