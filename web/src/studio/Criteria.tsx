/** The criteria that the exchange lets one observe: their numbers, the official words, what to look for. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { server } from "../api/client";
import type { OfficialCompetence } from "../api/schema";
import { t } from "../i18n/t";
import { type Content, listAt, textAt } from "./content";
import { FaultNotes, fieldId } from "./FaultNotes";
import { pasteText } from "./fields";
import { useEdited } from "./useItem";

export function useCompetences(): OfficialCompetence[] {
  return server.useQuery("get", "/api/staff/studio-criteria", {}, { staleTime: Infinity }).data ?? [];
}

const competenceOf = (criterion: string): string => criterion.split(".")[0] ?? "";

export function Criteria(): ReactNode {
  const { content, set, faultsAt } = useEdited();
  const competences = useCompetences();
  const [shown, setShown] = useState("");
  const observed = listAt<Content>(content, "jury.observables");
  const chosen = listAt(content, "competences");
  const order = competences.flatMap((one) => one.criteria.map((it) => it.id));
  const indexOf = (criterion: string): number => observed.findIndex((one) => one["criterion"] === criterion);
  const strays = observed.map((one) => textAt(one, "criterion")).filter((one) => !chosen.includes(competenceOf(one)));
  const current = indexOf(shown) >= 0 ? shown : "";
  const press = (criterion: string): void => {
    if (indexOf(criterion) < 0) {
      const next = [...observed, { criterion, look_for: "" }];
      next.sort((a, b) => order.indexOf(textAt(a, "criterion")) - order.indexOf(textAt(b, "criterion")));
      set("jury.observables", next);
    }
    setShown(criterion);
  };
  const drop = (criterion: string): void =>
    set(
      "jury.observables",
      observed.filter((one) => one["criterion"] !== criterion),
    );
  const button = (criterion: string, label: string): ReactNode => {
    const index = indexOf(criterion);
    const path = `jury.observables.${index}`;
    const isWrong = index >= 0 && [`${path}.criterion`, `${path}.look_for`].some((one) => faultsAt(one).length > 0);
    return (
      <button
        key={criterion}
        type="button"
        className={clsx(css.criterion, current === criterion && css.current, isWrong && css.wrong)}
        aria-pressed={index >= 0}
        title={competences.flatMap((one) => one.criteria).find((one) => one.id === criterion)?.label}
        aria-label={t("Critère {criterion}", { criterion })}
        onClick={() => press(criterion)}
      >
        {label}
      </button>
    );
  };
  const at = indexOf(current);
  return (
    <fieldset className={css.criteria} id={fieldId("jury.observables")} tabIndex={-1}>
      <legend className="label">{t("Critères que l'échange laisse observer")}</legend>
      {chosen.length === 0 && <p className="small soft">{t("Choisissez d'abord les compétences, en haut.")}</p>}
      {competences
        .filter((one) => chosen.includes(one.id))
        .map((one) => (
          <div key={one.id} className="row wrap" style={{ gap: 4 }}>
            <span className="label" title={one.name}>
              {one.id}
            </span>
            {one.criteria.map((it) => button(it.id, it.id.split(".")[1] ?? it.id))}
          </div>
        ))}
      {strays.length > 0 && (
        <div className="row wrap" style={{ gap: 4 }}>
          {strays.map((one) => button(one, one))}
        </div>
      )}
      {at >= 0 && (
        <div className={css.entry}>
          <label className="small" htmlFor={fieldId(`jury.observables.${at}.look_for`)}>
            <b>{competences.flatMap((one) => one.criteria).find((one) => one.id === current)?.label ?? current}</b>{" "}
            <span className="soft">{t("À observer :")}</span>
          </label>
          <div className="row" style={{ alignItems: "flex-start" }}>
            <textarea
              id={fieldId(`jury.observables.${at}.look_for`)}
              className={clsx("field", css.growing)}
              rows={1}
              maxLength={8000}
              value={textAt(observed[at], "look_for")}
              onChange={(event) => set(`jury.observables.${at}.look_for`, event.target.value)}
              onPaste={pasteText}
            />
            <button
              type="button"
              className="btn slim"
              aria-label={t("Retirer le critère {criterion}", { criterion: current })}
              onClick={() => drop(current)}
            >
              {t("Retirer")}
            </button>
          </div>
        </div>
      )}
      <FaultNotes path="jury.observables" />
      {observed.map((one, index) => {
        const criterion = textAt(one, "criterion");
        const competence = competenceOf(criterion);
        return (
          <div key={criterion}>
            <FaultNotes path={`jury.observables.${index}.look_for`} />
            <FaultNotes path={`jury.observables.${index}.criterion`}>
              {(fault) =>
                fault.code === "criterion_elsewhere" && (
                  <span className="row wrap">
                    <button
                      type="button"
                      className="btn slim"
                      onClick={() => set("competences", [...chosen, competence].sort())}
                    >
                      {t("Ajouter {competence}", { competence })}
                    </button>
                    <button type="button" className="btn slim" onClick={() => drop(criterion)}>
                      {t("Retirer {criterion}", { criterion })}
                    </button>
                  </span>
                )
              }
            </FaultNotes>
          </div>
        );
      })}
    </fieldset>
  );
}

export function Competences(): ReactNode {
  const { content, set } = useEdited();
  const competences = useCompetences();
  const chosen = listAt(content, "competences");
  const press = (id: string): void =>
    set("competences", chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].sort());
  return (
    <fieldset className={css.competences} id={fieldId("competences")} tabIndex={-1}>
      <legend className="sr">{t("Compétences")}</legend>
      {competences.map((one) => (
        <button
          key={one.id}
          type="button"
          className={css.criterion}
          aria-pressed={chosen.includes(one.id)}
          title={one.name}
          onClick={() => press(one.id)}
        >
          {one.id}
        </button>
      ))}
    </fieldset>
  );
}
