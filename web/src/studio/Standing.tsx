/** Draft, published, retired: where a company stands and what can be done with the whole. */

import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { shortDay } from "../shared/time";
import { Publishing } from "./Publishing";
import { Changes } from "./Versions";

interface StandingProps {
  pack: StudioPackView;
  changed: () => Promise<unknown>;
  told: (problem: string) => void;
}

export function Standing({ pack, changed, told }: StandingProps): ReactNode {
  const [isComparing, setComparing] = useState(false);
  const [newest] = pack.versions;
  const path = { studio_id: pack.id };
  const after = (error: unknown): void => {
    told(wordsOf(error));
    void changed();
  };
  const duplicate = async (): Promise<void> => {
    const { data, error } = await client.POST("/api/staff/studio/{studio_id}/duplicate", { params: { path } });
    if (data) location.assign(`/atelier/${data.id}`);
    else after(error);
  };
  const remove = async (): Promise<void> => {
    const { error } = await client.DELETE("/api/staff/studio/{studio_id}", { params: { path } });
    if (error) after(error);
    else location.assign("/atelier");
  };
  const retire = async (): Promise<void> =>
    after((await client.POST("/api/staff/studio/{studio_id}/retire", { params: { path } })).error);
  const bringBack = async (): Promise<void> =>
    after((await client.POST("/api/staff/studio/{studio_id}/bring-back", { params: { path } })).error);
  const errors = pack.faults.filter((one) => one.severity === "error").length;
  return (
    <section className="card col" aria-label={t("Versions")}>
      <div className="row wrap">
        <span className={`pill ${newest && !pack.retired_at ? "live" : "ring"}`}>
          {!newest
            ? t("Brouillon")
            : pack.retired_at
              ? t("Retiré (v{n})", { n: newest.number })
              : t("Publié v{n}", { n: newest.number })}
        </span>
        {pack.based_on && <span className="small soft">{t("d'après {name}", { name: pack.based_on })}</span>}
        {newest && (
          <button className="link small" onClick={() => setComparing(true)}>
            {plural(pack.changes, "{n} changement depuis la v{v}", "{n} changements depuis la v{v}", {
              v: newest.number,
            })}
          </button>
        )}
        <span className="small soft">
          {errors > 0 &&
            plural(errors, "{n} point à corriger avant de publier", "{n} points à corriger avant de publier")}
        </span>
        <span className="grow" />
        <a className="btn slim" href={`/api/staff/studio/${pack.id}/zip`} download>
          {t("Exporter en ZIP")}
        </a>
        <button className="btn slim" onClick={() => void duplicate()}>
          {t("Dupliquer")}
        </button>
        {newest && !pack.retired_at && (
          <AskTwice question={t("Ne plus le proposer ?")} yes={t("Retirer")} act={() => void retire()}>
            {t("Retirer…")}
          </AskTwice>
        )}
        {newest && pack.retired_at && (
          <button className="btn slim" onClick={() => void bringBack()}>
            {t("Proposer de nouveau")}
          </button>
        )}
        {!newest && (
          <AskTwice question={t("Supprimer ce brouillon ?")} yes={t("Supprimer")} act={() => void remove()}>
            {t("Supprimer…")}
          </AskTwice>
        )}
        <Publishing.Button pack={pack} published={changed} />
      </div>
      {pack.versions.length > 0 && (
        <ul className="small soft num">
          {pack.versions.map((one) => (
            <li key={one.number}>
              {t("Version {n}, {day}, {name} : ", {
                n: one.number,
                day: shortDay(one.published_at),
                name: one.published_by,
              })}
              {plural(one.sessions, "{n} séance s'en sert", "{n} séances s'en servent")}
            </li>
          ))}
        </ul>
      )}
      {isComparing && newest && <Changes packId={pack.id} version={newest.number} close={() => setComparing(false)} />}
    </section>
  );
}
