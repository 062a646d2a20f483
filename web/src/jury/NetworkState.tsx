/** In the jury's bar while a call runs: how good each side's network is, in a word; figures in a panel. */

import css from "./network.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { JuryDesk, NetworkFigures, SideNetwork } from "../api/schema";
import { t } from "../i18n/t";
import { Popover } from "../shared/Popover";
import { decimal, LEVEL_SIGNS, levelWords } from "../shared/networkWords";

export function NetworkState({ desk }: { desk: JuryDesk }): ReactNode {
  const network = desk.network;
  if (!network) return null;
  const sides = [
    { key: "candidate", name: t("Candidat"), side: network.candidate },
    { key: "customer", name: t("Client"), side: network.customer },
  ];
  const spoken = sides.map(({ name, side }) => `${name} ${sideWords(side)}`).join(", ");
  return (
    <Popover
      className={clsx("btn slim", css.networkButton)}
      label={t("Réseau de l'appel")}
      name={t("Réseau de l'appel : {words}", { words: spoken })}
      button={
        <span className={css.networkSides}>
          {sides.map(({ key, name, side }) => (
            <span key={key} className={clsx(css.networkSide, side.level && css[side.level])}>
              <span className={css.networkSign} aria-hidden="true">
                {LEVEL_SIGNS[side.level ?? "unknown"]}
              </span>
              <span className="soft">{name}</span> <b>{sideWords(side)}</b>
            </span>
          ))}
        </span>
      }
    >
      <NetworkTable sides={sides} />
    </Popover>
  );
}

/** A telephone that is there and says nothing is no bad network. */
function sideWords(side: SideNetwork): string {
  return side.is_silent ? t("silencieux") : levelWords(side.level);
}

function NetworkTable({ sides }: { sides: { key: string; name: string; side: SideNetwork }[] }): ReactNode {
  const rows: { name: string; of: (side: SideNetwork) => string }[] = [
    { name: t("Qualité (MOS, sur 4,5)"), of: (side) => both(side, (one) => decimal(one.mos)) },
    { name: t("Perte"), of: (side) => both(side, (one) => t("{n} %", { n: decimal(one.loss_percent) })) },
    { name: t("Gigue"), of: (side) => both(side, (one) => t("{n} ms", { n: Math.round(one.jitter_ms) })) },
    {
      name: t("Aller-retour"),
      of: (side) => (side.round_trip_ms === null ? "–" : t("{n} ms", { n: Math.round(side.round_trip_ms) })),
    },
  ];
  return (
    <div className="col">
      <table className={clsx(css.networkTable, "small")}>
        <caption className="strong">{t("Réseau de l'appel")}</caption>
        <thead>
          <tr>
            <td />
            {sides.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {sides.map(({ key, side }) => (
                <td key={key} className="num">
                  {of(side)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tiny soft">{t("↑ ce que l'autre entend de lui, ↓ ce qu'il entend, sur les dernières secondes.")}</p>
    </div>
  );
}

function both(side: SideNetwork, words: (figures: NetworkFigures) => string): string {
  return `↑ ${side.up ? words(side.up) : "–"}   ↓ ${side.down ? words(side.down) : "–"}`;
}
