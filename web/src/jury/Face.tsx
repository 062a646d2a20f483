/** How to play the customer, on one screen: the jury's face of an exchange. */

import css from "./jury.module.css";

import type { ReactNode } from "react";

import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";

/** What is needed of an exchange to play its customer. */
export type Played = Pick<NonNullable<JuryDesk["exchange"]>, "customer_name" | "face" | "mission">;

export function Face({ exchange, compact }: { exchange: Played; compact: boolean }): ReactNode {
  const { face } = exchange;
  return (
    <div className="col" style={{ gap: 12 }}>
      <div>
        <div className="label">{t("Vous jouez")}</div>
        <h1 style={{ fontSize: compact ? 18 : 22 }}>{exchange.customer_name}</h1>
        <p className="soft">{face.who}</p>
        <p>
          <b>{face.mood}</b>
        </p>
        {face.mood_evolution.map((step) => (
          <p key={step.when} className="small">
            <span style={{ color: "var(--c-ring)" }} className="strong">{`${step.when} :`}</span> {step.then}
          </p>
        ))}
      </div>
      <div className={css.opening}>
        <div className="label">{exchange.mission ? t("Vous répondez") : t("Dites d'abord")}</div>
        <p
          style={{ fontSize: compact ? 16 : 19, fontWeight: 650, lineHeight: 1.35 }}
        >{`«\u00a0${face.opening_line}\u00a0»`}</p>
      </div>
      <Block title={t("La situation")} items={[face.situation]} />
      <div className={compact ? "col" : "two"} style={{ gap: 14 }}>
        <Block title={t("Seulement si l'on vous le demande")} items={face.facts_if_asked} />
        <Block title={t("Pour corser, une seule fois")} items={face.objections} />
        <Block title={t("Vous calme")} items={face.calms} tone="live" />
        <Block title={t("Vous durcit")} items={face.hardens} tone="bad" />
        <Block title={t("Pièges")} items={face.traps} tone="ring" />
        <Block
          title={t("Vous terminez quand")}
          items={[face.end_when, ...(face.closing_line ? [`«\u00a0${face.closing_line}\u00a0»`] : [])]}
        />
      </div>
      <Block title={t("Réponse attendue")} items={[face.expected_answer]} />
      {face.expected_steps.length > 0 && (
        <Block title={t("Démarche attendue")} items={[face.expected_steps.join(" · ")]} />
      )}
    </div>
  );
}

/** A titled sentence, or list of them; nothing of an empty list. */
export function Block({ title, items, tone = "" }: { title: string; items: string[]; tone?: string }): ReactNode {
  if (items.length === 0) return null;
  return (
    <div>
      <div className="label" style={tone ? { color: `var(--c-${tone})` } : undefined}>
        {title}
      </div>
      {items.length === 1 ? (
        <p className="small">{items[0]}</p>
      ) : (
        <ul className={css.faceList}>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
