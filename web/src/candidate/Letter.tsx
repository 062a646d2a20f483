import css from "./letter.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Company, Customer } from "../api/schema";
import { t } from "../i18n/t";
import { day } from "../shared/time";

interface LetterProps {
  company: Company | null;
  companyName: string;
  customer: Customer | null;
  medium: "mail" | "letter";
  /** The customer's address as the candidate has just corrected it; "": the file's. */
  email: string;
  subject: ReactNode;
  body: ReactNode;
}

/** A sheet with the company's letterhead: to write on, and then to read over as the customer will get it. */
export function Letter({ company, companyName, customer, medium, email, subject, body }: LetterProps): ReactNode {
  const address = company?.mailing_address;
  return (
    <article className={css.letter}>
      <header className={css.letterhead}>
        <div>
          <b className={css.letterName}>{companyName}</b>
          <div className="tiny soft">{company?.tagline}</div>
        </div>
        <div className={clsx("tiny soft num", css.letterAddress)}>
          {address && (
            <div>
              {[
                ...(address.lines.length > 1 ? address.lines.slice(1) : address.lines),
                `${address.postcode} ${address.city}`.trim(),
              ]
                .filter(Boolean)
                .join(" · ")}
            </div>
          )}
          {company && <div>{[company.phone, company.email].filter(Boolean).join(" · ")}</div>}
        </div>
      </header>
      <div className="row between small" style={{ alignItems: "flex-start" }}>
        {customer ? (
          <div>
            <div className="strong">{`${customer.title} ${customer.first_name} ${customer.last_name}`}</div>
            {medium === "letter" && customer.address.lines.map((line) => <div key={line}>{line}</div>)}
            {medium === "letter" && (
              <div className="num">{`${customer.address.postcode} ${customer.address.city}`}</div>
            )}
            {medium === "mail" && <div>{email || customer.email || t("aucun courriel dans la fiche")}</div>}
          </div>
        ) : (
          <div className="warn">{t("Ouvrez la fiche du client : elle donne le destinataire.")}</div>
        )}
        {company && <div className="soft num">{t("Le {date}", { date: day(company.story_date) })}</div>}
      </div>
      <div className={clsx(css.letterSubject, "row")}>
        <span className="small soft">{t("Objet :")}</span>
        <div className="grow strong">{subject}</div>
      </div>
      <div className={css.letterBody}>{body}</div>
    </article>
  );
}
