import styles from "./board.module.css";

import { type ReactNode, type SubmitEvent, useState } from "react";

import type { BoardPlace } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { Dialog } from "../shared/Dialog";
import { MinutesField } from "../shared/MinutesField";
import { BreakForm, breakWords } from "./Breaks";
import { hour } from "./hours";
import { PresenceForm } from "./PresenceForm";
import type { DayActs } from "./useDayActs";
import { PHASE_NAMES, type PhaseId } from "./words";

interface PlaceProps {
  place: BoardPlace;
  acts: DayActs;
  close: () => void;
}

/** All that the responsible person may do for one candidate: presence, their phases, accommodations. */
export function PlaceDialog({ place, acts, close }: PlaceProps): ReactNode {
  return (
    <Dialog title={`${place.label} · ${place.candidate_name}`} close={close} width={640}>
      {acts.problem && (
        <p role="alert" className={styles.problem}>
          {acts.problem}
        </p>
      )}
      <PresenceForm place={place} acts={acts} />
      <PhaseForm place={place} acts={acts} />
      <BreakForm place={place} acts={acts} />
      <AccommodationForm place={place} acts={acts} />
      <button className="btn" onClick={close}>
        {t("Fermer")}
      </button>
    </Dialog>
  );
}

function PhaseForm({ place, acts }: Omit<PlaceProps, "close">): ReactNode {
  const current =
    place.phases.find((phase) => phase.state === "running" || phase.state === "paused") ??
    place.phases.findLast((phase) => phase.state === "ended");
  const [chosen, setChosen] = useState<PhaseId | null>(null);
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(5);
  const phase = place.phases.find((one) => one.phase === chosen) ?? current;
  if (!phase) return <p className="soft small">{t("Aucune étape n'est encore ouverte pour ce candidat.")}</p>;
  const body = { phase: phase.phase, seat_ids: [place.seat_id], reason };
  const send = async (what: string, more: object = {}): Promise<void> => {
    if (await acts.act(`phases/${what}`, { ...body, ...more })) setReason("");
  };
  const hasReason = reason.trim().length >= 2;
  const begun = place.phases.filter((one) => one.state !== "not_started");
  return (
    <fieldset className={styles.part}>
      <legend>{t("Étape")}</legend>
      <div className="row wrap">
        <select
          className="field"
          style={{ width: "auto" }}
          aria-label={t("Étape")}
          value={phase.phase}
          onChange={(event) => setChosen(event.target.value as PhaseId)}
        >
          {begun.map((one) => (
            <option key={one.phase} value={one.phase}>
              {t(PHASE_NAMES[one.phase])}
            </option>
          ))}
        </select>
        <span className="small soft">{stateOf(phase)}</span>
      </div>
      <label className="col small">
        {t("Motif (gardé avec votre nom)")}
        <input className="field" value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
      </label>
      <div className="row wrap">
        {phase.state === "paused" && !phase.break_until && (
          <button className="btn slim primary" disabled={acts.isBusy} onClick={() => void send("resume")}>
            {t("Reprendre")}
          </button>
        )}
        {phase.state === "running" && (
          <button className="btn slim" disabled={!hasReason || acts.isBusy} onClick={() => void send("pause")}>
            {t("Mettre en pause")}
          </button>
        )}
        <MinutesField label={t("Minutes")} most={300} minutes={minutes} onMinutes={setMinutes} />
        {phase.state === "ended" ? (
          <button
            className="btn slim"
            disabled={!hasReason || acts.isBusy}
            onClick={() => void send("reopen", { minutes })}
          >
            {t("Rouvrir pour cette durée")}
          </button>
        ) : (
          <button
            className="btn slim"
            disabled={!hasReason || acts.isBusy}
            onClick={() => void send("extend", { minutes })}
          >
            {t("Ajouter ce temps")}
          </button>
        )}
        {phase.state !== "ended" && (
          <AskTwice
            question={t("Ce qui est écrit est remis tel quel.")}
            yes={t("Oui, terminer")}
            disabled={!hasReason || acts.isBusy}
            act={() => void send("close")}
          >
            {t("Terminer avant l'heure…")}
          </AskTwice>
        )}
      </div>
    </fieldset>
  );
}

function stateOf(phase: BoardPlace["phases"][number]): string {
  if (phase.state === "running" && phase.ends_at) return t("jusqu'à {at}", { at: hour(phase.ends_at) });
  const onBreak = breakWords([phase]);
  if (onBreak) return onBreak;
  if (phase.state === "paused")
    return t("en pause depuis {at} : {reason}", {
      at: phase.paused_at ? hour(phase.paused_at) : "",
      reason: phase.pause_reason ?? "",
    });
  return phase.ended_at ? t("terminée à {at}", { at: hour(phase.ended_at) }) : "";
}

/** Extra time, breaks, captions: the reference of the decision, and never why. */
function AccommodationForm({ place, acts }: Omit<PlaceProps, "close">): ReactNode {
  const known = place.accommodation;
  // What this form was filled from: the board goes on being read under it.
  const [replaces, setReplaces] = useState(known);
  const [onlyPhase, setOnlyPhase] = useState("");
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reference = data.get("reference");
    const granted = {
      percent: Number(data.get("percent")),
      minutes: Number(data.get("minutes")),
      breaks: Number(data.get("breaks")),
      break_minutes: Number(data.get("break_minutes")),
      captions: data.get("captions") === "on",
      reference: typeof reference === "string" ? reference : "",
    };
    const phases = onlyPhase ? [onlyPhase] : [];
    if (await acts.act("accommodations", { seat_id: place.seat_id, ...granted, phases, replaces }))
      setReplaces(granted);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <fieldset className={styles.part}>
        <legend>{t("Aménagement")}</legend>
        <p className="small soft">
          {t("La référence de la décision suffit. N'écrivez jamais la raison : c'est une donnée de santé.")}
        </p>
        <div className="row wrap small">
          <label className="row">
            {t("Temps majoré (%)")}
            <input
              className="field num"
              style={{ width: 76 }}
              name="percent"
              type="number"
              min={0}
              max={100}
              defaultValue={known?.percent ?? 0}
            />
          </label>
          <label className="row">
            {t("ou minutes")}
            <input
              className="field num"
              style={{ width: 76 }}
              name="minutes"
              type="number"
              min={0}
              max={120}
              defaultValue={known?.minutes ?? 0}
            />
          </label>
          <label className="row">
            {t("Pauses")}
            <input
              className="field num"
              style={{ width: 70 }}
              name="breaks"
              type="number"
              min={0}
              max={10}
              defaultValue={known?.breaks ?? 0}
            />
          </label>
          <label className="row">
            {t("de (min)")}
            <input
              className="field num"
              style={{ width: 70 }}
              name="break_minutes"
              type="number"
              min={1}
              max={60}
              defaultValue={known?.break_minutes ?? 10}
            />
          </label>
          <label className="row">
            <input type="checkbox" name="captions" defaultChecked={known?.captions ?? false} />
            {t("Sous-titres")}
          </label>
        </div>
        <div className="row wrap small">
          <label className="row">
            {t("Référence")}
            <input
              className="field"
              style={{ width: 190 }}
              name="reference"
              required
              minLength={2}
              maxLength={80}
              defaultValue={known?.reference ?? ""}
            />
          </label>
          <label className="row">
            {t("Pour")}
            <select
              className="field"
              style={{ width: "auto" }}
              value={onlyPhase}
              onChange={(event) => setOnlyPhase(event.target.value)}
            >
              <option value="">{t("toutes les étapes")}</option>
              {place.phases.map((phase) => (
                <option key={phase.phase} value={phase.phase}>
                  {phase.state === "ended"
                    ? t("{phase} (la rouvre)", { phase: t(PHASE_NAMES[phase.phase]) })
                    : t(PHASE_NAMES[phase.phase])}
                </option>
              ))}
            </select>
          </label>
          <button className="btn slim" disabled={acts.isBusy}>
            {t("Accorder")}
          </button>
        </div>
      </fieldset>
    </form>
  );
}
