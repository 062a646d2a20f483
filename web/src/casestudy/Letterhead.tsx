import styles from "./casestudy.module.css";

import type { ReactNode } from "react";

import type { Company, Customer } from "../api/schema";
import { t } from "../i18n/t";
import { day } from "../shared/time";

/** The head of the letter, as it will print: not to be written, nor counted as the candidate's words. */
export function Letterhead({ company, customer }: { company: Company; customer: Customer }): ReactNode {
  const address = company.mailing_address;
  return (
    <div className={styles.letterhead} aria-label={t("En-tête du courrier")} role="group">
      <div className={styles.sender}>
        <span>
          <strong>{company.name}</strong>
          {company.tagline}
        </span>
        <span className="num">
          {address.lines.join(", ")}
          <br />
          {`${address.postcode} ${address.city} · ${company.phone}`}
        </span>
      </div>
      <div className={`${styles.addresses} num`}>
        <span>
          {t("{city}, le {day}", { city: address.city, day: day(company.story_date) })}
          <br />
          {t("Dossier : {number}", { number: customer.number })}
        </span>
        <span>
          {`${customer.title} ${customer.first_name} ${customer.last_name}`}
          {customer.address.lines.map((line) => (
            <span key={line} className={styles.line}>
              {line}
            </span>
          ))}
          <span className={styles.line}>{`${customer.address.postcode} ${customer.address.city}`}</span>
        </span>
      </div>
    </div>
  );
}
