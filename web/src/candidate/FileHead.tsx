/** Above a customer's file: what the candidate has to obtain, and whose file it is. */

import css from "./file.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { CandidateDesk, Customer } from "../api/schema";
import { t } from "../i18n/t";
import { isOnPaper } from "./useAttached";

type Commissioned = Pick<NonNullable<CandidateDesk["exchange"]>, "mission" | "dial_number" | "wrap_up_since">;

export function Mission({
  exchange,
  dial,
}: {
  exchange: Commissioned;
  dial: ((number: string) => void) | null;
}): ReactNode {
  const number = exchange.dial_number;
  const mayDial = number && dial && exchange.wrap_up_since === null;
  return (
    <div className={clsx(css.mission, "row")}>
      <div className="grow">
        <h2 className="label">{t("Votre mission")}</h2>
        <p>{exchange.mission}</p>
      </div>
      {mayDial && (
        <button className="btn go num" onClick={() => dial(number)}>
          {t("Appeler le {number}", { number })}
        </button>
      )}
    </div>
  );
}

export function FileTitle({ customer, status }: { customer: Customer; status: string | null }): ReactNode {
  return (
    <>
      <div className="row wrap">
        <h2 className={css.fileName}>{`${customer.title} ${customer.first_name} ${customer.last_name}`}</h2>
        {status && <span className="pill ring">{status}</span>}
        {customer.opposes_prospecting && <span className="pill bad">{t("Opposé à toute prospection")}</span>}
      </div>
      <div className="soft small num">
        {!isOnPaper(customer) && [customer.number, customer.segment, customer.email].filter(Boolean).join(" · ")}
      </div>
    </>
  );
}
