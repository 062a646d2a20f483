import css from "./idle.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { ToDoCard } from "./ToDoCard";
import { useCompany } from "./useDocuments";

/** What to say, and whether there is time for anything else. */
function idleWords(desk: CandidateDesk): [string, string, boolean] {
  const isRinging = desk.call?.state === "ringing";
  const left = desk.steps.filter((step) => step.phase === "planned" || step.phase === "queued").length;
  const missed = desk.missed_calls[0];
  if (isRinging && desk.call?.caller === "customer")
    return [t("Un client appelle"), t("Répondez : sa demande commence avec vous."), false];
  if (isRinging) return [t("Ça sonne chez le client"), t("Patientez, il décroche."), false];
  if (missed)
    return [
      t("Un client est à rappeler"),
      t(
        "L'appel de {name} n'a pas abouti ou a été coupé ; ce qui est enregistré est conservé. Rappelez depuis le téléphone.",
        { name: missed.name },
      ),
      false,
    ];
  if (desk.clock.state === "ended")
    return [
      t("Le temps des échanges est écoulé"),
      t("Tout ce que vous avez fait est enregistré. Restez à votre poste jusqu'au signal du jury."),
      false,
    ];
  if (left === 0)
    return [t("Tous les échanges sont terminés"), t("Merci. Restez à votre poste jusqu'au signal du jury."), false];
  const title = desk.jury_present ? t("En attente du prochain échange") : t("En attente du jury");
  return [title, t("L'échange arrive de lui-même : le téléphone sonne, ou une conversation s'ouvre à droite."), true];
}

/** Between two exchanges: what happens next, and what can be done meanwhile. */
export function Idle({ desk, openCheck }: { desk: CandidateDesk; openCheck: () => void }): ReactNode {
  const company = useCompany();
  const [title, text, isQuiet] = idleWords(desk);
  return (
    <div className={css.idle}>
      <div className={css.idleHead}>
        <h2>{title}</h2>
        <p className="soft">{text}</p>
      </div>
      {!desk.headset_checked && isQuiet && (
        <div className={clsx(css.idleCard, css.ask, "row between")}>
          <div>
            <b>{t("Testez votre casque")}</b>
            <p className="small soft">{t("Vingt secondes : vous parlez, vous vous entendez, vous êtes prêt.")}</p>
          </div>
          <button className="btn primary" onClick={openCheck}>
            {t("Tester le casque…")}
          </button>
        </div>
      )}
      {desk.session_kind === "practice" && desk.call === null && <ToDoCard />}
      {company && isQuiet && (
        <div className={css.idleCard}>
          <span className="label">{t("Vous travaillez pour")}</span>
          <div className="row" style={{ alignItems: "baseline" }}>
            <b style={{ fontSize: 17 }}>{company.name}</b>
            <span className="soft">{company.tagline}</span>
          </div>
          <p className="small" style={{ marginTop: 4 }}>
            {company.activity}
          </p>
          <p className="small soft" style={{ marginTop: 4 }}>
            {company.tone}
          </p>
        </div>
      )}
      {desk.feedback.length > 0 && (
        <div className={css.idleCard}>
          <div className="row between">
            <span className="label">{t("Vos échanges commentés")}</span>
            <a className="btn slim plain" href="/candidat/progression">
              {t("Ma progression")}
            </a>
          </div>
          <ul className="plain-list">
            {desk.feedback.map((one) => (
              <li key={one.run_id} className="row between" style={{ padding: "6px 0" }}>
                <span className="small clamp">
                  <b>{t("Échange {n}", { n: one.position })}</b>{" "}
                  {one.text || (one.by_trainer ? t("Votre formateur a partagé ses repères.") : one.label)}
                </span>
                <a
                  className="btn slim"
                  href={`/candidat/reecoute/${one.run_id}`}
                  aria-label={t("Réécouter l'échange {n}, retour de {time}", {
                    n: one.position,
                    time: timeOfDay(one.at),
                  })}
                >
                  {t("Réécouter")}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
