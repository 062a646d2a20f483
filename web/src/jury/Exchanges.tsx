/** The exchanges: where each stands, start, queue, replay; the candidate's three indicators; the matrix. */

import css from "./jury.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { client } from "../api/client";
import type { JuryDesk, JurySeatStep } from "../api/schema";
import { plural, t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { PhoneTrouble } from "../shared/PhoneTrouble";
import { Popover } from "../shared/Popover";
import { useMedia } from "../shared/useMedia";
import { phoneName } from "../shared/telephone";

const PHASES: Record<JurySeatStep["phase"], string> = {
  planned: "À venir",
  queued: "En file",
  offered: "Proposé",
  live: "En cours",
  wrap_up: "Post-échange",
  missed: "Manqué",
  done: "Terminé",
};

const RECORDINGS: Record<JurySeatStep["recording"], string> = {
  none: "",
  live: "enregistré",
  finishing: "en préparation",
  ready: "son prêt",
  failed: "son incomplet",
};

const HEADSET: Record<string, string> = {
  good: "casque bon",
  poor: "casque moyen",
  failed: "casque en échec",
  not_checked: "casque non testé",
};

/** What these tables say, for whoever translates it. */
export const JURY_WORDS = [PHASES, RECORDINGS, HEADSET].flatMap((words) => Object.values(words)).filter(Boolean);

export function Exchanges({ desk, live }: { desk: JuryDesk; live: LiveDesk<JuryDesk> }): ReactNode {
  return (
    <section id="echanges" className={clsx("col", css.juryLeft)} aria-label={t("Les échanges")}>
      <Presence desk={desk} />
      {desk.steps.length === 0 && <Undrawn seatId={desk.seat_id} />}
      <ol className="plain-list col scroll" style={{ gap: 6, flex: 1 }}>
        {desk.steps.map((step) => (
          <StepCard key={step.run_id} step={step} desk={desk} live={live} />
        ))}
      </ol>
      <Matrix desk={desk} />
      <Popover button={t("Ce qui est enregistré")} label={t("Ce qui est enregistré")} side="left" upward>
        <p className="small">{desk.notice.legal_basis}</p>
        <p className="small soft">
          {plural(desk.notice.retention_days, "Conservation : {n} jour.", "Conservation : {n} jours.")}
        </p>
      </Popover>
    </section>
  );
}

/** Of an exam day: there is nothing to play before the subject is drawn. */
function Undrawn({ seatId }: { seatId: string }): ReactNode {
  return (
    <section className="card col">
      <p className="small">{t("Les échanges s'affichent ici une fois le sujet tiré avec le candidat.")}</p>
      <a className="btn primary" href={`/jury/candidat/${seatId}/tirage?quoi=sujet`}>
        {t("Tirer le sujet")}
      </a>
    </section>
  );
}

function StepCard({ step, desk, live }: { step: JurySeatStep; desk: JuryDesk; live: LiveDesk<JuryDesk> }): ReactNode {
  const isShown = desk.exchange?.run_id === step.run_id;
  const isFree = !desk.steps.some((one) => ["offered", "live", "wrap_up"].includes(one.phase));
  const act = (
    type:
      | "exchange.show"
      | "exchange.start"
      | "exchange.queue"
      | "exchange.unqueue"
      | "exchange.end"
      | "exchange.take_over"
      | "call.place",
  ): void => void live.send({ type, run_id: step.run_id });
  const isCalling = desk.line.phone_rings || (desk.call !== null && desk.call.state !== "ended");
  const isMine = !step.may_take_over;
  const again = desk.session_kind === "practice" && step.phase === "done";
  const isLast = !desk.steps.some((one) => one.position === step.position && one.attempt > step.attempt);
  return (
    <li className={clsx(css.exchange, isShown && css.shown)}>
      <button
        className={css.exchangeName}
        aria-current={isShown ? "true" : undefined}
        onClick={() => act("exchange.show")}
      >
        <span className="strong small">{`${step.position} · ${step.customer_name}`}</span>
        <span className="tiny soft">{`${step.label} · ${step.competences.join(", ")}${step.attempt > 1 ? ` · ${t("essai {n}", { n: step.attempt })}` : ""}`}</span>
        {step.phase !== "planned" && (
          <span className="tiny soft">
            {t(PHASES[step.phase])}
            {step.marks > 0 && ` · ${plural(step.marks, "{n} repère", "{n} repères")}`}
            {step.recording !== "none" && ` · ${t(RECORDINGS[step.recording])}`}
          </span>
        )}
      </button>
      <div className={css.exchangeActs}>
        {step.phase === "planned" && (
          <button
            className={`btn slim ${isFree && isShown ? "primary" : ""}`}
            onClick={() => act(isFree ? "exchange.start" : "exchange.queue")}
          >
            {isFree ? t("Démarrer") : t("En file")}
            <span className="sr">{t("l'échange {n}", { n: step.position })}</span>
          </button>
        )}
        {step.phase === "queued" && (
          <button className="btn slim" onClick={() => act("exchange.unqueue")}>
            {t("Retirer")}
          </button>
        )}
        {step.may_take_over && (
          <button className="btn slim primary" onClick={() => act("exchange.take_over")}>
            {t("Prendre la suite")}
          </button>
        )}
        {step.phase === "missed" && !step.may_take_over && (
          <button
            className="btn slim primary"
            disabled={!isFree}
            onClick={() =>
              act(step.channel === "phone" && step.direction === "inbound" ? "call.place" : "exchange.start")
            }
          >
            {step.direction === "inbound" ? t("Rappeler") : t("Relancer")}
          </button>
        )}
        {step.phase === "offered" &&
          step.channel === "phone" &&
          step.direction === "inbound" &&
          isMine &&
          !isCalling && (
            <button className="btn slim primary" onClick={() => act("call.place")}>
              {t("Appeler")}
            </button>
          )}
        {["offered", "live", "wrap_up", "missed"].includes(step.phase) && (
          <button className="btn slim" onClick={() => act("exchange.end")}>
            {step.phase === "wrap_up" ? t("Clore") : t("Terminer")}
          </button>
        )}
        {step.phase === "done" && (
          <a className="btn slim" href={`/reecoute/${step.run_id}`} target="_blank" rel="noreferrer">
            {t("Réécouter")}
          </a>
        )}
        {again && isLast && <NewAttempt desk={desk} step={step} />}
      </div>
    </li>
  );
}

function NewAttempt({ desk, step }: { desk: JuryDesk; step: JurySeatStep }): ReactNode {
  const start = (): void => {
    void client.POST("/api/staff/seats/{seat_id}/runs", {
      params: { path: { seat_id: desk.seat_id } },
      body: { exchange_id: step.exchange_id },
    });
  };
  return (
    <button className="btn slim" onClick={start}>
      {t("Nouvel essai")}
    </button>
  );
}

function Presence({ desk }: { desk: JuryDesk }): ReactNode {
  const { connected, line, headset } = desk.presence;
  const sound = {
    absent: t("Son absent"),
    connecting: t("Son : connexion"),
    connected: t("Son connecté"),
    lost: t("Son coupé"),
  }[line.state];
  return (
    <div className={clsx("card col", css.presence)} aria-label={t("Le candidat")} role="group">
      <span className="row between">
        <span className="strong small cut">{`${desk.candidate_name} · ${desk.desk_name}`}</span>
        <span className="tiny soft" style={{ whiteSpace: "nowrap" }}>
          {t(HEADSET[headset] ?? "")}
        </span>
      </span>
      <span className="row wrap" style={{ gap: 4 }}>
        <span className={`pill tiny ${connected ? "live" : "bad"}`}>
          {connected ? t("Poste ouvert") : t("Poste fermé")}
        </span>
        <span
          className={`pill tiny ${line.state === "connected" ? "live" : line.phones.length > 0 && line.rings !== "browser" ? "" : "ring"}`}
        >
          {sound}
        </span>
        {line.phones.length > 0 && line.rings !== "browser" && (
          <span className="pill tiny live cut" title={line.phones.join(", ")}>
            {line.call_on_phone
              ? t("Parle au téléphone")
              : t("Tél. {name}", { name: line.phones.map(phoneName).join(", ") })}
          </span>
        )}
      </span>
      <PhoneTrouble line={line} />
      <span className="tiny soft">{`${desk.company_name} · ${desk.subject_title}`}</span>
    </div>
  );
}

function Matrix({ desk }: { desk: JuryDesk }): ReactNode {
  // Folded where the list of the exchanges needs the room: a screen of 768 lines leaves 625.
  const isTall = useMedia("(min-height: 701px)");
  const competences = [...new Set(desk.steps.flatMap((step) => step.competences))].sort();
  const latest = desk.steps.filter(
    (step) => !desk.steps.some((one) => one.position === step.position && one.attempt > step.attempt),
  );
  return (
    <details className={clsx("card", css.matrixBox)} open={isTall}>
      <summary>{t("Compétences observées")}</summary>
      <table className={css.matrix}>
        <caption className="sr">{t("Critères observés, par échange et par compétence")}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{t("Échange")}</span>
            </th>
            {competences.map((competence) => (
              <th key={competence} scope="col">
                {competence.slice(2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {latest.map((step) => (
            <tr key={step.run_id}>
              <th scope="row">{step.position}</th>
              {competences.map((competence) => {
                const cell = desk.matrix.find((one) => one.run_id === step.run_id && one.competence === competence);
                if (!cell) return <td key={competence} className={css.none} />;
                const words = plural(cell.observable, "{a} sur {n} critère observé", "{a} sur {n} critères observés", {
                  a: cell.observed,
                });
                return (
                  <td
                    key={competence}
                    title={words}
                    className={cell.observed === 0 ? css.due : cell.observed >= cell.observable ? css.full : css.part}
                  >
                    <span aria-hidden="true">{`${cell.observed}/${cell.observable}`}</span>
                    <span className="sr">{words}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
