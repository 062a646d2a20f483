/** « Le candidat consulte le superviseur » : who is asked answers, refuses, hangs up; the others see it. */

import css from "./jury.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect } from "react";

import type { JuryConsultation, JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { ring } from "../phone/ringer";
import { Key } from "../shared/Desk";
import { clock } from "../shared/time";
import { useAltShortcuts } from "../shared/useShortcuts";
import { useNow } from "../shared/useNow";

export function Supervisor({
  desk,
  live,
  now,
}: {
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
  now: () => number;
}): ReactNode {
  const current = useNow(now, 500);
  const asked = desk.consultation;
  const rings = !!asked?.is_mine && asked.state === "ringing";
  const answer = (): void => {
    if (rings) void live.send({ type: "consultation.answer" });
  };
  const hangUp = (): void => {
    if (asked?.is_mine)
      void live.send({ type: asked.state === "transferred" ? "call.hang_up" : "consultation.hang_up" });
  };
  useAltShortcuts({ s: answer, q: hangUp });
  useEffect(() => (rings ? ring() : undefined), [rings]);
  // One person who plays both has nobody left to speak with: the call has ended.
  if (!asked) return null;
  const since = asked.transferred_at ?? asked.answered_at;
  return (
    <section
      className={clsx(css.supervisor, asked.is_mine ? "mine" : "")}
      aria-label={t("Superviseur")}
      aria-live="assertive"
    >
      <span className="pill hold">
        <span className="dot" />
        {t("Superviseur")}
      </span>
      <span className="strong">{words(asked)}</span>
      {since && (
        <span className="num strong" role="timer" aria-label={t("Durée avec le superviseur")}>
          {clock((current - Date.parse(since)) / 1000)}
        </span>
      )}
      <span className="grow" />
      {rings && (
        <button className="btn go" onClick={answer}>
          {t("Répondre au candidat")} <Key>{"Alt S"}</Key>
        </button>
      )}
      {asked.is_mine && (
        <button className="btn stop" onClick={hangUp}>
          {rings ? t("Refuser") : t("Raccrocher")} <Key>{"Alt Q"}</Key>
        </button>
      )}
    </section>
  );
}

function words(asked: JuryConsultation): string {
  if (asked.state === "transferred")
    return asked.is_mine
      ? t("Le candidat vous a transféré {name}.", { name: asked.customer_name })
      : t("{name} parle avec {who}.", { name: asked.customer_name, who: asked.supervisor });
  if (!asked.is_mine) return t("Le candidat consulte {who} ; le client attend.", { who: asked.supervisor });
  if (asked.state === "talking") return t("Vous êtes le superviseur : le client attend.");
  return asked.is_same_person
    ? t("Le candidat consulte le superviseur : c'est vous.")
    : t("Le candidat consulte le superviseur au sujet de {name}.", { name: asked.customer_name });
}

/** Whether my microphone is wanted as the supervisor's. */
export function speaksAsSupervisor(desk: JuryDesk | null): boolean {
  const asked = desk?.consultation;
  if (!asked?.is_mine) return false;
  return asked.state === "talking" || (asked.state === "transferred" && desk?.call?.state === "connected");
}
