/** What is asked of the library: words and choices, each by itself. */

import type { ReactNode } from "react";

import type { Catalogue } from "../api/schema";
import { t } from "../i18n/t";
import { useCompetences } from "../studio/Criteria";
import type { Asked } from "./choosing";
import { DIFFICULTY_WORDS } from "./words";

interface FiltersProps {
  data: Catalogue;
  /** A group is chosen: what it has played can be asked. */
  hasGroup: boolean;
  asked: Asked;
  ask: (asked: Asked) => void;
}

export function Filters({ data, hasGroup, asked, ask }: FiltersProps): ReactNode {
  const competences = useCompetences();
  const companies = new Map(data.entries.map((one) => [one.pack_id, one.company_name]));
  const sectors = [...new Set(data.entries.map((one) => one.sector).filter(Boolean))].sort((a, b) =>
    a.localeCompare(b),
  );
  const criteria = competences.find((one) => one.id === asked.competence)?.criteria ?? [];
  return (
    <>
      {hasGroup && (
        <label className="small strong">
          {t("Joué par le groupe")}
          <select
            className="field"
            value={asked.unplayed}
            onChange={(event) => ask({ ...asked, unplayed: event.target.value as Asked["unplayed"] })}
          >
            <option value="">{t("Peu importe")}</option>
            <option value="nobody">{t("Pas encore")}</option>
            <option value="some">{t("Pas encore par tous")}</option>
          </select>
        </label>
      )}
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
        {t("Difficulté")}
        <select
          className="field"
          value={asked.difficulty}
          onChange={(event) => ask({ ...asked, difficulty: event.target.value })}
        >
          <option value="">{t("Toutes")}</option>
          {Object.entries(DIFFICULTY_WORDS).map(([degree, word]) => (
            <option key={degree} value={degree}>
              {t(word)}
            </option>
          ))}
        </select>
      </label>
      <label className="small strong">
        {t("Secteur")}
        <select
          className="field"
          value={asked.sector}
          onChange={(event) => ask({ ...asked, sector: event.target.value })}
        >
          <option value="">{t("Tous")}</option>
          {sectors.map((one) => (
            <option key={one}>{one}</option>
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
