/** What the candidate works from: the customer's file, the company, what is asked, and notes of their own. */

import styles from "./casestudy.module.css";

import { type ReactNode, useState } from "react";

import type { CaseFiles, Customer } from "../api/schema";
import { t } from "../i18n/t";
import { Tabs } from "../shared/Desk";
import { euros, shortDay } from "../shared/time";
import { Notes } from "./Notes";
import type { Writer } from "./writer";

export const CHANNEL_WORDS: Record<string, string> = {
  phone: "Appel",
  chat: "Chat",
  mail: "Courriel",
  letter: "Courrier",
  shop: "Agence",
  system: "Système",
};

export function Files({ files, notes, isOpen }: { files: CaseFiles; notes: Writer; isOpen: boolean }): ReactNode {
  const [tab, setTab] = useState("customer");
  const tabs = [
    { id: "customer", label: files.customer.title === "M." ? t("Dossier du client") : t("Dossier de la cliente") },
    { id: "company", label: t("Entreprise") },
    { id: "asked", label: t("Consignes") },
    { id: "own-notes", label: t("Mes notes") },
  ];
  return (
    <section className={`card ${styles.files}`} aria-label={t("Documents du cas")}>
      <Tabs items={tabs} value={tab} choose={setTab} label={t("Documents du cas")} />
      <div
        className={styles.page}
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        tabIndex={tab === "own-notes" ? -1 : 0}
      >
        {tab === "customer" && <CustomerPage files={files} />}
        {tab === "company" && <CompanyPage files={files} />}
        {tab === "asked" && <Asked files={files} />}
        {tab === "own-notes" && <Notes writer={notes} isOpen={isOpen} />}
      </div>
    </section>
  );
}

function CustomerPage({ files }: { files: CaseFiles }): ReactNode {
  const { customer } = files;
  const name = (id: string): string => files.products.find((product) => product.id === id)?.name ?? id;
  const address = [...customer.address.lines, `${customer.address.postcode} ${customer.address.city}`].join(", ");
  return (
    <>
      <div className={styles.who}>
        <h2>{`${customer.title} ${customer.first_name} ${customer.last_name}`}</h2>
        {customer.alerts.map((alert) => (
          <span key={alert} className="pill ring">
            {alert}
          </span>
        ))}
      </div>
      <p className="small soft num">
        {[customer.number, address, customer.phone.replaceAll(" ", "\u00a0")].join(" · ")}
      </p>
      <dl className={`${styles.facts} num`}>
        <dt>{t("Cliente ou client depuis")}</dt>
        <dd>{shortDay(customer.customer_since)}</dd>
        {customer.orders.map((order) => (
          <Fact
            key={order.reference}
            name={order.lines.map((line) => name(line.product)).join(", ")}
            what={`${order.reference}, ${shortDay(order.ordered_on)}${order.delivery ? ` · ${order.delivery}` : ""}`}
          />
        ))}
        {customer.contracts.map((contract) => (
          <Fact
            key={contract.reference}
            name={contract.label}
            what={[contract.reference, shortDay(contract.signed_on), euros(contract.price), ...contract.details].join(
              ", ",
            )}
          />
        ))}
        {customer.invoices.map((invoice) => (
          <Fact
            key={invoice.reference}
            name={t("Facture {reference}", { reference: invoice.reference })}
            what={`${invoice.label}, ${euros(invoice.amount)}, ${shortDay(invoice.issued_on)}`}
          />
        ))}
      </dl>
      <div className={styles.ask}>
        <h3 className="label">{t("La demande")}</h3>
        <p>{files.request}</p>
      </div>
      {customer.notes.map((note) => (
        <p key={note} className="small">
          {note}
        </p>
      ))}
      <History customer={customer} />
    </>
  );
}

function Fact({ name, what }: { name: string; what: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{what}</dd>
    </>
  );
}

/** Calls, chats and letters, the latest first; each opens on the spot, without leaving what one writes. */
function History({ customer }: { customer: Customer }): ReactNode {
  const contacts = customer.history.map((contact) => ({
    at: contact.at,
    channel: contact.channel,
    head: contact.summary,
    text: [contact.summary, contact.adviser ? t("Conseiller : {name}", { name: contact.adviser }) : ""]
      .filter(Boolean)
      .join("\n"),
  }));
  const letters = customer.correspondence.map((letter) => ({
    at: letter.at,
    channel: letter.kind,
    head: letter.subject,
    text: letter.body,
  }));
  const all = [...contacts, ...letters].sort((one, other) => other.at.localeCompare(one.at));
  return (
    <>
      <h3 className="label">{t("Historique · {n} contacts et courriers", { n: all.length })}</h3>
      <ul className={styles.history}>
        {all.map((one) => (
          <li key={`${one.at} ${one.head}`}>
            <details>
              <summary>
                <time className="num" dateTime={one.at}>
                  {shortDay(one.at)}
                </time>
                <span className={styles.channel}>{t(CHANNEL_WORDS[one.channel] ?? one.channel)}</span>
                <span className={styles.head}>{one.head}</span>
              </summary>
              <p className={styles.body}>{one.text}</p>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The company and those of its procedures that the case calls for. */
export function CompanyPage({ files }: { files: Pick<CaseFiles, "company" | "procedures"> }): ReactNode {
  const { company } = files;
  return (
    <>
      <h2>{company.name}</h2>
      <p className="soft">{company.tagline}</p>
      <p>{company.activity}</p>
      <details>
        <summary>{t("Son histoire, ses clients, son ton")}</summary>
        <p>{company.history}</p>
        <p>{company.customers_served}</p>
        <p>{company.tone}</p>
      </details>
      <details>
        <summary>{t("Gestes commerciaux")}</summary>
        <ul className={styles.points}>
          {company.commercial_limits.map((limit) => (
            <li key={limit.id}>
              <b>{limit.reason}</b>
              {t(" : ")}
              {`${limit.maximum}. ${limit.beyond}`}
            </li>
          ))}
        </ul>
      </details>
      {files.procedures.map((procedure) => (
        <details key={procedure.id}>
          <summary>{procedure.title}</summary>
          <p>{procedure.summary}</p>
          <ol className={styles.points}>
            {procedure.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {procedure.forbidden.length > 0 && <p className="strong">{t("À ne pas faire")}</p>}
          <ul className={styles.points}>
            {procedure.forbidden.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}

function Asked({ files }: { files: CaseFiles }): ReactNode {
  return (
    <>
      <h2>{files.title}</h2>
      <p>{t("À partir du dossier et des documents de l'entreprise, rédigez trois productions :")}</p>
      <ol className={styles.points}>
        <li>{t("le résumé de la situation : les faits, dans l'ordre, et ce qui est demandé ;")}</li>
        <li>{t("les enjeux, pour le client et pour l'entreprise ;")}</li>
        <li>{t("le courrier de réponse au client, sur le papier à en-tête de l'entreprise.")}</li>
      </ol>
      <p>
        {t(
          "Tout s'enregistre tout seul. À la fin du temps, ce qui est écrit est remis sans rien presser, et un code de remise s'affiche.",
        )}
      </p>
      <p className="soft">{t("Vos notes restent à vous : elles ne sont ni remises ni lues par le jury.")}</p>
    </>
  );
}
