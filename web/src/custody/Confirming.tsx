/** What the responsible person and a candidate say that they see of the envelopes. */

import style from "./custody.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import type { Confirmation, OpeningView } from "../api/schema";
import { t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import type { Acts } from "./OpeningPage";

interface ConfirmsProps {
  opening: OpeningView;
  acts: Acts;
}

/** Signed in: their account says who they are. */
export function LeadConfirms({ opening, acts }: ConfirmsProps): ReactNode {
  const said = opening.by_lead;
  return (
    <li className={`card ${style.step}`} aria-current={said?.intact ? undefined : "step"}>
      <h3>{t("Le responsable constate")}</h3>
      {said && <Said said={said} />}
      {!said?.intact && (
        <button className="btn primary" onClick={() => void acts.lead({ intact: true, remark: "" })}>
          {t("Je vois les plis scellés")}
        </button>
      )}
      <NotWhole label={t("Remarque du responsable")} say={(remark, intact) => acts.lead({ remark, intact })} />
    </li>
  );
}

/** At the responsible person's post, beside them: the code of their own sheet, or their whole name once they have used it. */
export function CandidateConfirms({ opening, acts }: ConfirmsProps): ReactNode {
  const said = opening.by_candidate;
  const isTheirTurn = opening.by_lead?.intact === true && !said?.intact;
  const [seat, setSeat] = useState("");
  const [code, setCode] = useState("");
  const who = { seat_id: seat || (opening.candidates[0]?.seat_id ?? ""), code_or_name: code };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void acts.candidate({ ...who, intact: true, remark: "" }).then((done) => done && setCode(""));
  };
  return (
    <li className={`card ${style.step}`} aria-current={isTheirTurn ? "step" : undefined}>
      <h3>{t("Un candidat constate")}</h3>
      {said && <Said said={said} />}
      {!said?.intact &&
        (opening.candidates.length === 0 ? (
          <p>{t("Aucun candidat n'est inscrit à cette session : ajoutez-le d'abord.")}</p>
        ) : (
          <form className="col" onSubmit={submit}>
            <label className="col">
              <span className="label">{t("Candidat présent")}</span>
              <select className="field" value={who.seat_id} onChange={(event) => setSeat(event.target.value)}>
                {opening.candidates.map((one) => (
                  <option key={one.seat_id} value={one.seat_id}>
                    {one.label} · {one.name}
                  </option>
                ))}
              </select>
            </label>
            <label className="col">
              <span className="label">
                {t("Il tape le code de sa feuille, ou son nom complet s'il s'en est déjà servi")}
              </span>
              <input
                className="field"
                value={code}
                required
                maxLength={160}
                autoComplete="off"
                onChange={(event) => setCode(event.target.value)}
              />
            </label>
            <button className={`btn ${isTheirTurn ? "primary" : ""}`} disabled={!isTheirTurn}>
              {t("Le candidat voit les plis scellés")}
            </button>
            {isTheirTurn && (
              <NotWhole
                label={t("Remarque du candidat")}
                say={(remark, intact) => acts.candidate({ ...who, remark, intact })}
              />
            )}
          </form>
        ))}
    </li>
  );
}

const WAYS: Record<Confirmation["way"], () => string> = {
  account: () => t("par son compte"),
  desk_code: () => t("par le code de sa feuille"),
  name: () => t("en tapant son nom"),
};

function Said({ said }: { said: Confirmation }): ReactNode {
  return (
    <p>
      <span className={`pill ${said.intact ? "live" : "bad"}`}>
        {said.intact ? t("Plis scellés") : t("Pli non intact")}
      </span>{" "}
      {t("{name}, à {time}, {way}.", { name: said.name, time: timeOfDay(said.at), way: WAYS[said.way]() })}
      {said.remark && <span className={style.remark}>« {said.remark} »</span>}
    </p>
  );
}

/** Rare: folded away. Its own buttons never submit the form that it stands in. */
function NotWhole({
  label,
  say,
}: {
  label: string;
  say: (remark: string, intact: boolean) => Promise<boolean>;
}): ReactNode {
  const [remark, setRemark] = useState("");
  const send = (intact: boolean): void => {
    void say(remark, intact).then((done) => done && setRemark(""));
  };
  return (
    <details>
      <summary>{t("Un pli n'est pas intact, ou une remarque")}</summary>
      <div className="col">
        <input
          className="field"
          value={remark}
          maxLength={400}
          aria-label={label}
          placeholder={t("Ce que l'on voit")}
          onChange={(event) => setRemark(event.target.value)}
        />
        <div className="row wrap">
          <button type="button" className="btn slim" disabled={remark.trim().length < 3} onClick={() => send(false)}>
            {t("Noter un pli non intact")}
          </button>
          <button type="button" className="btn slim" disabled={remark.trim().length < 3} onClick={() => send(true)}>
            {t("Constater avec cette remarque")}
          </button>
        </div>
      </div>
    </details>
  );
}
