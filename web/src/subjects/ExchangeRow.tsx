/** One exchange of the subject: a line of the form. */

import css from "./subjects.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { ExchangeLine } from "../api/schema";
import { t } from "../i18n/t";
import { Fault, type Faults } from "./Fault";

const COMPETENCES = ["CP1", "CP2", "CP3", "CP4", "CP5", "CP6", "CP7"];

interface RowProps {
  index: number;
  line: ExchangeLine;
  faults: Faults;
  change: (line: ExchangeLine) => void;
  remove: () => void;
}

export function ExchangeRow({ index, line, faults, change, remove }: RowProps): ReactNode {
  const at = (field: string): string => `exchanges.${index}.${field}`;
  const number = index + 1;
  const tick = (competence: string, isOn: boolean): void => {
    const kept = COMPETENCES.filter((one) => (one === competence ? isOn : line.competences.includes(one)));
    change({ ...line, competences: kept });
  };
  return (
    <fieldset className={css.exchange}>
      <legend className="strong">{t("Échange {n}", { n: number })}</legend>
      <div className={css.line}>
        <label className="small strong">
          {t("Canal")}
          <select
            className="field"
            value={line.channel}
            onChange={(event) => change({ ...line, channel: event.target.value === "chat" ? "chat" : "phone" })}
          >
            <option value="phone">{t("Téléphone")}</option>
            <option value="chat">{t("Chat")}</option>
          </select>
        </label>
        <label className="small strong">
          {t("Sens")}
          <select
            className="field"
            value={line.direction}
            onChange={(event) => {
              const direction = event.target.value === "outbound" ? "outbound" : "inbound";
              change({ ...line, direction, mission: direction === "inbound" ? "" : line.mission });
            }}
          >
            <option value="inbound">{t("Entrant")}</option>
            <option value="outbound">{t("Sortant")}</option>
          </select>
        </label>
        <div className={clsx(css.box, css.wide)}>
          <label className="small strong">
            {t("Client")}
            <input
              className="field"
              value={line.customer}
              maxLength={200}
              placeholder={t("Mme Claire Dumas")}
              {...faults.mark(at("customer"))}
              onChange={(event) => change({ ...line, customer: event.target.value })}
            />
          </label>
          <Fault faults={faults} field={at("customer")} />
        </div>
        <div className={clsx(css.box, css.phone)}>
          <label className="small strong">
            {t("Téléphone du client")}
            <input
              className="field num"
              type="tel"
              value={line.phone}
              maxLength={30}
              placeholder="06 39 98 12 34"
              {...faults.mark(at("phone"))}
              onChange={(event) => change({ ...line, phone: event.target.value })}
            />
          </label>
          <Fault faults={faults} field={at("phone")} />
        </div>
        <div className={css.box}>
          <label className="small strong">
            {t("Minutes")}
            <input
              className="field num"
              type="number"
              min={2}
              max={30}
              value={line.minutes || ""}
              {...faults.mark(at("minutes"))}
              onChange={(event) => change({ ...line, minutes: Math.min(300, event.target.valueAsNumber || 0) })}
            />
          </label>
          <Fault faults={faults} field={at("minutes")} />
        </div>
        <label className="small strong">
          {t("Confirmation écrite")}
          <select
            className="field"
            value={line.confirmation}
            onChange={(event) => change({ ...line, confirmation: event.target.value as ExchangeLine["confirmation"] })}
          >
            <option value="">{t("Aucune")}</option>
            <option value="mail">{t("Courriel")}</option>
            <option value="letter">{t("Lettre")}</option>
          </select>
        </label>
      </div>
      <div className="row wrap" role="group" aria-label={t("Compétences évaluées, échange {n}", { n: number })}>
        {COMPETENCES.map((one, first) => (
          <label key={one} className={`row small ${css.tick}`}>
            <input
              type="checkbox"
              checked={line.competences.includes(one)}
              {...(first === 0 ? faults.mark(at("competences")) : {})}
              onChange={(event) => tick(one, event.target.checked)}
            />
            {one}
          </label>
        ))}
        <Fault faults={faults} field={at("competences")} />
        <span className="grow" />
        <button
          type="button"
          className="btn slim plain"
          aria-label={t("Retirer l'échange {n}", { n: number })}
          onClick={remove}
        >
          {t("Retirer")}
        </button>
      </div>
      {line.direction === "outbound" && (
        <div className={css.box}>
          <label className="small strong">
            {t("Mission, lue par le candidat")}
            <textarea
              className="field"
              rows={2}
              maxLength={2000}
              value={line.mission}
              {...faults.mark(at("mission"))}
              onChange={(event) => change({ ...line, mission: event.target.value })}
            />
          </label>
          <Fault faults={faults} field={at("mission")} />
        </div>
      )}
    </fieldset>
  );
}
