/** The library: what is there to play, found by what it trains; who of a class has played it; given in two presses. */

import css from "./catalogue.module.css";

import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { CatalogueEntry } from "../api/schema";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { Card } from "./Card";
import { ANYTHING, type Asked, fits } from "./choosing";
import { Filters } from "./Filters";
import { GiveDialog } from "./GiveDialog";
import { GroupChoice } from "./GroupChoice";

export default function CataloguePage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const group = search.get("groupe") ?? "";
  const { data, error } = server.useQuery("get", "/api/staff/catalogue", { params: { query: { name: group } } });
  const [asked, setAsked] = useState<Asked>({
    ...ANYTHING,
    competence: search.get("critere")?.split(".")[0] ?? "",
    criterion: search.get("critere") ?? "",
  });
  const [given, setGiven] = useState<CatalogueEntry | null>(null);
  const trainees = data?.trainees.length ?? 0;
  const found = data?.entries.filter((one) => fits(one, asked, trainees)) ?? [];
  return (
    <div className="page">
      <StaffBar title={t("Bibliothèque")} />
      <main className={css.page}>
        {error && (
          <p role="alert" className="warn">
            {wordsOf(error)}
          </p>
        )}
        <div className={css.filters}>
          <GroupChoice
            group={group}
            none={t("Aucun groupe")}
            choose={(name) => setSearch(name ? { groupe: name } : {})}
          />
          {data && <Filters data={data} hasGroup={trainees > 0} asked={asked} ask={setAsked} />}
        </div>
        <div className="row between wrap">
          <p className="small soft" role="status">
            {trainees > 0
              ? plural(found.length, "{n} exercice", "{n} exercices, ce que le groupe a le moins joué d'abord")
              : plural(found.length, "{n} exercice", "{n} exercices")}
          </p>
          <a className="btn slim" href={`/bibliotheque/a-faire${group ? `?groupe=${encodeURIComponent(group)}` : ""}`}>
            {t("Exercices à faire")}
          </a>
        </div>
        <ul className={css.cards}>
          {found.map((one) => (
            <Card
              key={`${one.pack_id}/${one.subject_id}/${one.exchange_id}`}
              one={one}
              trainees={trainees}
              give={() => setGiven(one)}
            />
          ))}
        </ul>
      </main>
      {given && data && (
        <GiveDialog exercise={given} group={group} trainees={data.trainees} close={() => setGiven(null)} />
      )}
    </div>
  );
}
