/** The written confirmation, on the company's letterhead; the draft is kept as it is typed, read over, then sent. */

import css from "./letter.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import type { CandidateDesk, Customer } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { timeOfDay } from "../shared/time";
import { Letter } from "./Letter";
import { SavedMark } from "../shared/SavedMark";
import { useAutosave } from "../shared/useAutosave";
import { useCompany } from "./useDocuments";
import { WrapUpTimer } from "./WrapUpTimer";

interface EditorProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  customer: Customer | null;
  now: () => number;
  close: () => void;
  /** Where this browser keeps what the server does not have yet. */
  keepKey: string;
}

interface Draft {
  medium: "mail" | "letter";
  subject: string;
  body: string;
}

export function ConfirmationEditor({ desk, live, customer, now, close, keepKey }: EditorProps): ReactNode {
  const company = useCompany();
  const saved = desk.exchange?.confirmation ?? null;
  const kept: Draft = { medium: saved?.medium ?? "mail", subject: saved?.subject ?? "", body: saved?.body ?? "" };
  const { text, status, type, flush } = useAutosave(
    JSON.stringify(kept),
    async (words) => {
      const fresh = JSON.parse(words) as Draft;
      return (await live.send({ type: "confirmation.save", ...fresh })).ok;
    },
    keepKey,
  );
  const draft = JSON.parse(text) as Draft;
  const change = (more: Partial<Draft>): void => type(JSON.stringify({ ...draft, ...more }));
  const [isReading, setReading] = useState(false);
  const isSent = !!saved?.sent_at;
  const send = async (): Promise<void> => {
    flush();
    const ack = await live.send({ type: "confirmation.send", ...draft });
    if (ack.ok) setReading(false);
  };
  const head = {
    company,
    companyName: desk.company_name,
    customer,
    medium: draft.medium,
    email: desk.exchange?.qualification.email ?? "",
  };
  return (
    <div className={clsx(css.confirmation, "col")} role="region" aria-label={t("Confirmation écrite")}>
      <div className="row between">
        <div className="row" role="radiogroup" aria-label={t("Genre de confirmation")}>
          {(["mail", "letter"] as const).map((kind) => (
            <button
              key={kind}
              role="radio"
              aria-checked={draft.medium === kind}
              className={clsx("btn slim", draft.medium === kind && css.chosen)}
              disabled={isSent || isReading}
              onClick={() => change({ medium: kind })}
            >
              {kind === "mail" ? t("Courriel") : t("Lettre")}
            </button>
          ))}
        </div>
        {isSent && saved.sent_at ? (
          <span className="pill live num" role="status">
            {t("Envoyée à {time}", { time: timeOfDay(saved.sent_at) })}
          </span>
        ) : (
          <SavedMark status={status} savedAt={saved?.saved_at ?? null} prefix={t("brouillon ")} />
        )}
      </div>
      {isReading || isSent ? (
        <Letter {...head} subject={draft.subject} body={draft.body} />
      ) : (
        <Letter
          {...head}
          subject={
            <input
              className="field"
              value={draft.subject}
              maxLength={300}
              spellCheck={desk.spell_check}
              aria-label={t("Objet")}
              placeholder={t("Objet")}
              onChange={(event) => change({ subject: event.target.value })}
              onBlur={flush}
            />
          }
          body={
            <textarea
              className="field"
              value={draft.body}
              maxLength={20000}
              spellCheck={desk.spell_check}
              aria-label={t("Texte")}
              placeholder={t("Votre texte, de la formule d'appel à la formule de politesse")}
              onChange={(event) => change({ body: event.target.value })}
              onBlur={flush}
            />
          }
        />
      )}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        {!isReading && desk.exchange && (
          <span className="row grow">
            <WrapUpTimer exchange={desk.exchange} now={now} />
          </span>
        )}
        {isReading && <span className="strong grow">{t("Relisez : une fois envoyée, elle ne change plus.")}</span>}
        {isReading ? (
          <>
            <button className="btn" onClick={() => setReading(false)}>
              {t("Modifier")}
            </button>
            <button className="btn primary" disabled={!customer} onClick={() => void send()}>
              {t("Envoyer au client")}
            </button>
          </>
        ) : (
          <>
            <button className="btn" onClick={close}>
              {t("Revenir à la fiche")}
            </button>
            {!isSent && (
              <button
                className="btn primary"
                disabled={!draft.subject.trim() || !draft.body.trim()}
                onClick={() => setReading(true)}
              >
                {t("Relire et envoyer…")}
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
