import css from "./jury.module.css";

import type { ReactNode } from "react";

import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";

const FIELDS: [string, string][] = [
  ["motif", "Motif"],
  ["statut", "Statut"],
  ["suite", "Suite"],
  ["comment", "Commentaire"],
  ["appointment", "Rendez-vous"],
  ["phone", "Téléphone"],
  ["second_phone", "Second téléphone"],
  ["email", "Courriel"],
  ["address", "Adresse"],
];

/** The names of the fields, for whoever translates them. */
export const FIELD_WORDS = FIELDS.map(([, label]) => label);

/** What the candidate has put in the file; right and wrong appear once the conversation is over. */
export function FileSeen({ desk }: { desk: JuryDesk }): ReactNode {
  const values = desk.exchange?.qualification as Record<string, string | null> | undefined;
  const filled = FIELDS.filter(([field]) => values?.[field]);
  return (
    <div className="col" style={{ gap: 14 }}>
      {filled.length === 0 ? (
        <p className="soft">{t("Le candidat n'a encore rien saisi.")}</p>
      ) : (
        <dl className="facts">
          {filled.map(([field, label]) => (
            <div key={field} style={{ display: "contents" }}>
              <dt>{t(label)}</dt>
              <dd>{values?.[field]}</dd>
            </div>
          ))}
        </dl>
      )}
      <Lines title={t("Juste")} tone="live" lines={desk.measured?.qualification_right ?? []} />
      <Lines title={t("À revoir")} tone="bad" lines={desk.measured?.qualification_wrong ?? []} />
    </div>
  );
}

function Lines({ title, tone, lines }: { title: string; tone: string; lines: string[] }): ReactNode {
  if (lines.length === 0) return null;
  return (
    <div>
      <div className="label" style={{ color: `var(--c-${tone})` }}>
        {title}
      </div>
      <ul className={css.faceList}>
        {lines.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
