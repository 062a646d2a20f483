import { type ReactNode, useState } from "react";

import type { ClockView, JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { Command, LiveDesk } from "../live/desk";
import { AskTwice } from "../shared/AskTwice";
import { Popover } from "../shared/Popover";

/** Start, pause, resume, extra time, end, reopening: each is a fact, with a reason where fairness asks for one. */
export function ClockMenu({ clock, live }: { clock: ClockView; live: LiveDesk<JuryDesk> }): ReactNode {
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(5);
  const act = (command: Command): void => {
    void live.send(command).then((ack) => {
      if (ack.ok) setReason("");
    });
  };
  const hasReason = reason.trim().length >= 3;
  return (
    <Popover button={t("Horloge")} label={t("Horloge des échanges")}>
      <div className="col">
        {clock.pause_reason && <p className="small">{t("En pause : {reason}", { reason: clock.pause_reason })}</p>}
        {clock.state === "ended" && (
          <p className="small">{t("Les échanges sont terminés. S'il reste du temps dû au candidat, rouvrez-les.")}</p>
        )}
        {clock.state === "not_started" && (
          <button className="btn" onClick={() => act({ type: "clock.start" })}>
            {t("Démarrer l'horloge")}
          </button>
        )}
        {clock.state === "paused" && (
          <button className="btn primary" onClick={() => act({ type: "clock.resume" })}>
            {t("Reprendre")}
          </button>
        )}
        <label className="small strong">
          {t("Motif (pause, temps ajouté, réouverture)")}
          <input className="field" value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
        </label>
        {clock.state === "running" && (
          <button className="btn" disabled={!hasReason} onClick={() => act({ type: "clock.pause", reason })}>
            {t("Mettre en pause")}
          </button>
        )}
        <div className="row">
          <input
            className="field num"
            style={{ width: 80 }}
            type="number"
            min={1}
            max={60}
            value={minutes}
            aria-label={t("Minutes à ajouter")}
            onChange={(event) => setMinutes(Number(event.target.value))}
          />
          <button
            className="btn grow"
            disabled={!hasReason}
            onClick={() => act({ type: "clock.extend", minutes, reason })}
          >
            {clock.state === "ended" ? t("Rouvrir pour ces minutes") : t("Ajouter ces minutes")}
          </button>
        </div>
        {clock.state !== "ended" && (
          <AskTwice
            className="btn"
            question={t("Plus aucun échange ne pourra commencer.")}
            yes={t("Oui, terminer")}
            act={() => act({ type: "clock.end" })}
          >
            {t("Terminer les échanges…")}
          </AskTwice>
        )}
      </div>
    </Popover>
  );
}
