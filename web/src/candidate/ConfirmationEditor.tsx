/** The written confirmation, on the company's letterhead; the draft is kept as it is typed. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { CandidateDesk, Company, Customer } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { day, timeOfDay } from "../shared/time";

interface EditorProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  customer: Customer | null;
  close: () => void;
}

export function ConfirmationEditor({ desk, live, customer, close }: EditorProps): ReactNode {
  const saved = desk.exchange?.confirmation ?? null;
  const [medium, setMedium] = useState<"mail" | "letter">(saved?.medium ?? "mail");
  const [subject, setSubject] = useState(saved?.subject ?? "");
  const [body, setBody] = useState(saved?.body ?? "");
  const [asking, setAsking] = useState(false);
  const [company, setCompany] = useState<Company | null>(null);
  const isSent = !!saved?.sent_at;

  useEffect(() => {
    void call<{ company: Company }>("GET", "/api/candidate/company").then((answer) => {
      if (answer.ok) setCompany(answer.data.company);
    });
  }, []);
  useEffect(() => {
    if (isSent || (subject === (saved?.subject ?? "") && body === (saved?.body ?? "") && medium === (saved?.medium ?? "mail"))) return;
    const timer = window.setTimeout(() => void live.send({ type: "confirmation.save", medium, subject, body }), 800);
    return () => window.clearTimeout(timer);
  }, [subject, body, medium, isSent, saved, live]);

  const send = async (): Promise<void> => {
    setAsking(false);
    const ack = await live.send({ type: "confirmation.send", medium, subject, body });
    if (ack.ok) close();
  };
  const address = company?.mailing_address;
  return (
    <div className="col confirmation">
      <div className="row between">
        <div className="row" role="radiogroup" aria-label={t("Genre de confirmation")}>
          {(["mail", "letter"] as const).map((kind) => (
            <button key={kind} role="radio" aria-checked={medium === kind} className={`btn slim ${medium === kind ? "on" : ""}`} disabled={isSent} onClick={() => setMedium(kind)}>
              {kind === "mail" ? t("Courriel") : t("Lettre")}
            </button>
          ))}
        </div>
        <span className="tiny soft num">
          {isSent && saved.sent_at ? t("envoyée à {time}", { time: timeOfDay(saved.sent_at) }) : saved?.saved_at ? t("brouillon enregistré à {time}", { time: timeOfDay(saved.saved_at) }) : ""}
        </span>
      </div>
      <div className="letterhead">
        <div>
          <b>{desk.company_name}</b>
          <div className="small soft">{address ? [...address.lines.slice(1), `${address.postcode} ${address.city}`].join(" · ") : ""}</div>
          <div className="small soft num">{company ? `${company.phone} · ${company.email}` : ""}</div>
        </div>
        <div className="small" style={{ textAlign: "right" }}>
          <div>{customer ? `${customer.title} ${customer.first_name} ${customer.last_name}` : t("Ouvrez la fiche du client")}</div>
          {customer && medium === "letter" && <div className="soft">{[...customer.address.lines, `${customer.address.postcode} ${customer.address.city}`].join(", ")}</div>}
          {customer && medium === "mail" && <div className="soft">{desk.exchange?.qualification.email || customer.email}</div>}
          {company && <div className="soft">{t("Le {date}", { date: day(company.story_date) })}</div>}
        </div>
      </div>
      <label className="small strong">
        {t("Objet")}
        <input className="field" value={subject} readOnly={isSent} maxLength={300} spellCheck={desk.spell_check} onChange={(event) => setSubject(event.target.value)} />
      </label>
      <label className="small strong col" style={{ flex: 1, gap: 0 }}>
        {t("Texte")}
        <textarea className="field" style={{ flex: 1, minHeight: 180 }} value={body} readOnly={isSent} maxLength={20000} spellCheck={desk.spell_check} onChange={(event) => setBody(event.target.value)} />
      </label>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <button className="btn" onClick={close}>
          {t("Revenir à la fiche")}
        </button>
        {!isSent &&
          (asking ? (
            <>
              <span className="strong">{t("Envoyer au client ?")}</span>
              <button className="btn" onClick={() => setAsking(false)}>
                {t("Relire")}
              </button>
              <button className="btn primary" onClick={() => void send()}>
                {t("Oui, envoyer")}
              </button>
            </>
          ) : (
            <button className="btn primary" disabled={!subject.trim() || !body.trim()} onClick={() => setAsking(true)}>
              {t("Envoyer…")}
            </button>
          ))}
      </div>
    </div>
  );
}
