/** The library: what is there to play, found by what it trains; who of a class has played it; given in two presses. */

import css from "./catalogue.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { Catalogue, CatalogueEntry } from "../api/schema";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { useCompetences } from "../studio/Criteria";
import { ANYTHING, type Asked, fits } from "./choosing";
import { GiveDialog } from "./GiveDialog";

export default function CataloguePage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const group = search.get("groupe") ?? "";
  const { data: groups = [] } = server.useQuery("get", "/api/staff/progress/groups");
  const { data, error } = server.useQuery("get", "/api/staff/catalogue", { params: { query: { name: group } } });
  const [asked, setAsked] = useState<Asked>({
    ...ANYTHING,
    competence: search.get("critere")?.split(".")[0] ?? "",
    criterion: search.get("critere") ?? "",
  });
  const [given, setGiven] = useState<CatalogueEntry | null>(null);
  const found = data?.entries.filter((one) => fits(one, asked)) ?? [];
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
          <label className="small strong">
            {t("Groupe")}
            <select
              className="field"
              value={group}
              onChange={(event) => setSearch(event.target.value ? { groupe: event.target.value } : {})}
            >
              <option value="">{t("Aucun groupe")}</option>
              {groups
                .filter((one) => one.name)
                .map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.name}
                  </option>
                ))}
            </select>
          </label>
          {data && <Filters data={data} asked={asked} ask={setAsked} />}
        </div>
        <p className="small soft" role="status">
          {plural(found.length, "{n} exercice", "{n} exercices, ce que le groupe a le moins joué d'abord")}
        </p>
        <ul className={css.cards}>
          {found.map((one) => (
            <Card
              key={`${one.pack_id}/${one.subject_id}/${one.exchange_id}`}
              one={one}
              trainees={data?.trainees.length ?? 0}
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

interface FiltersProps {
  data: Catalogue;
  asked: Asked;
  ask: (asked: Asked) => void;
}

function Filters({ data, asked, ask }: FiltersProps): ReactNode {
  const competences = useCompetences();
  const companies = new Map(data.entries.map((one) => [one.pack_id, one.company_name]));
  const criteria = competences.find((one) => one.id === asked.competence)?.criteria ?? [];
  return (
    <>
      <label className="small strong">
        {t("Client, situation…")}
        <input
          className="field"
          type="search"
          value={asked.words}
          onChange={(event) => ask({ ...asked, words: event.target.value })}
        />
      </label>
      <label className="small strong">
        {t("Compétence")}
        <select
          className="field"
          value={asked.competence}
          onChange={(event) => ask({ ...asked, competence: event.target.value, criterion: "" })}
        >
          <option value="">{t("Toutes")}</option>
          {competences.map((one) => (
            <option key={one.id} value={one.id}>{`${one.id} · ${one.name}`}</option>
          ))}
        </select>
      </label>
      <label className="small strong">
        {t("Critère")}
        <select
          className="field"
          value={asked.criterion}
          disabled={criteria.length === 0}
          onChange={(event) => ask({ ...asked, criterion: event.target.value })}
        >
          <option value="">{t("Tous")}</option>
          {criteria.map((one) => (
            <option key={one.id} value={one.id}>{`${one.id} · ${one.label}`}</option>
          ))}
        </select>
      </label>
      <label className="small strong">
        {t("Canal et sens")}
        <select className="field" value={asked.way} onChange={(event) => ask({ ...asked, way: event.target.value })}>
          <option value="">{t("Tous")}</option>
          <option value="phone/inbound">{t("Appel entrant")}</option>
          <option value="phone/outbound">{t("Appel sortant")}</option>
          <option value="chat/inbound">{t("Chat")}</option>
        </select>
      </label>
      <label className="small strong">
        {t("Durée")}
        <select
          className="field"
          value={asked.minutes}
          onChange={(event) => ask({ ...asked, minutes: Number(event.target.value) })}
        >
          <option value={0}>{t("Toutes")}</option>
          {[6, 8, 10, 12].map((n) => (
            <option key={n} value={n}>
              {t("{n} min au plus", { n })}
            </option>
          ))}
        </select>
      </label>
      <label className="small strong">
        {t("Entreprise")}
        <select
          className="field"
          value={asked.company}
          onChange={(event) => ask({ ...asked, company: event.target.value })}
        >
          <option value="">{t("Toutes")}</option>
          {[...companies].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function Card({ one, trainees, give }: { one: CatalogueEntry; trainees: number; give: () => void }): ReactNode {
  return (
    <li className={clsx("card", css.card)}>
      <div className="row between small soft">
        <span>{`${one.label} · ${one.company_name}`}</span>
        <span className="num">{t("{n} min", { n: one.minutes })}</span>
      </div>
      <h2>{one.customer_name}</h2>
      <p className="small">{one.situation}</p>
      <p className="small soft">{`${one.subject_title} · ${one.criteria.join(", ")}`}</p>
      <span className="grow" />
      <div className="row between wrap">
        <span className="small soft">
          {one.is_for_exam && <span className="pill ring">{t("Sujet d'épreuve")}</span>}{" "}
          {trainees > 0 &&
            (one.played_by.length > 0
              ? t("{names} : joué", { names: one.played_by.join(", ") })
              : t("personne encore"))}
        </span>
        <button
          className="btn slim"
          aria-label={t("Donner à jouer : {name}", { name: one.customer_name })}
          onClick={give}
        >
          {t("Donner à jouer…")}
        </button>
      </div>
    </li>
  );
}
