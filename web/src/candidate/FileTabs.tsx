/** The pages of a customer's file. */

import css from "./file.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Customer, QualificationView } from "../api/schema";
import { t } from "../i18n/t";
import type { TabItem } from "../shared/Desk";
import { euros, shortDay, timeOfDay } from "../shared/time";
import { AttachedPages } from "../shared/AttachedPages";
import { isOnPaper, useAttached } from "./useAttached";
import { useProductName } from "./useDocuments";

export function TABS(customer: Customer): TabItem[] {
  const counted = (label: string, items: unknown[]): string =>
    items.length > 0 ? `${label} (${items.length})` : label;
  const file = { id: "file", label: t("Dossier") };
  if (isOnPaper(customer)) return [file];
  return [
    file,
    { id: "orders", label: counted(t("Commandes"), customer.orders) },
    { id: "invoices", label: counted(t("Factures"), customer.invoices) },
    { id: "contracts", label: counted(t("Contrats"), customer.contracts) },
    { id: "history", label: counted(t("Historique"), customer.history) },
    { id: "letters", label: counted(t("Courriers"), customer.correspondence) },
  ];
}

const ORDER_STATUS: Record<string, string> = {
  preparing: "en préparation",
  shipped: "expédiée",
  delayed: "en retard",
  delivered: "livrée",
  cancelled: "annulée",
  returned: "retournée",
};
const INVOICE_STATUS: Record<string, string> = {
  paid: "payée",
  due: "à régler",
  overdue: "impayée",
  disputed: "contestée",
};
const CONTRACT_STATUS: Record<string, string> = {
  active: "en cours",
  suspended: "suspendu",
  cancelled: "résilié",
  pending: "en attente",
};
const PERIODS: Record<string, string> = { month: "par mois", year: "par an", once: "en une fois" };
const CHANNELS: Record<string, string> = {
  phone: "Téléphone",
  chat: "Chat",
  mail: "Courriel",
  letter: "Courrier",
  shop: "Agence",
  system: "Système",
};

/** Calls a number of the file; null: the line is busy. */
type Dial = ((number: string) => void) | null;

/** What the candidate has changed in this exchange; null: nothing is being handled. */
type Updated = QualificationView | null;

/** Every word of these tables. */
export const FILE_WORDS = [ORDER_STATUS, INVOICE_STATUS, CONTRACT_STATUS, PERIODS, CHANNELS].flatMap((words) =>
  Object.values(words),
);

export function FileTab({
  tab,
  customer,
  updated,
  dial,
}: {
  tab: string;
  customer: Customer;
  updated: Updated;
  dial: Dial;
}): ReactNode {
  switch (tab) {
    case "orders":
      return (
        <List
          empty={t("Aucune commande")}
          items={customer.orders.map((order) => (
            <OrderCard key={order.reference} order={order} />
          ))}
        />
      );
    case "invoices":
      return (
        <List
          empty={t("Aucune facture")}
          items={customer.invoices.map((invoice) => (
            <InvoiceCard key={invoice.reference} invoice={invoice} />
          ))}
        />
      );
    case "contracts":
      return (
        <List
          empty={t("Aucun contrat")}
          items={customer.contracts.map((contract) => (
            <ContractCard key={contract.reference} contract={contract} />
          ))}
        />
      );
    case "history":
      return <History customer={customer} />;
    case "letters":
      return (
        <List
          empty={t("Aucun courrier")}
          items={customer.correspondence.map((letter) => (
            <article key={letter.id} className={css.fileCard}>
              <div className="row between">
                <b>{letter.subject}</b>
                <span className="soft num small">{shortDay(letter.at)}</span>
              </div>
              <p className="small" style={{ whiteSpace: "pre-wrap" }}>
                {letter.body}
              </p>
            </article>
          ))}
        />
      );
    default:
      if (isOnPaper(customer)) return <PaperFile customer={customer} updated={updated} dial={dial} />;
      return <Identity customer={customer} updated={updated} dial={dial} />;
  }
}

/** The value as it stands now; the one before stays readable. */
function Now({ updated, before }: { updated: string | undefined; before: string }): ReactNode {
  if (!updated || updated === before) return before;
  return (
    <>
      {updated} <span className="tiny soft">{t("(avant : {value})", { value: before })}</span>
    </>
  );
}

function List({ items, empty }: { items: ReactNode[]; empty: string }): ReactNode {
  return items.length > 0 ? <div className="col">{items}</div> : <p className="soft">{empty}</p>;
}

/** When, where and to what the customer agreed: the facts, for the adviser to conclude (code de la consommation, L. 223-1). */
function Canvassing({ customer }: { customer: Customer }): ReactNode {
  const consent = customer.canvassing_consent;
  if (!consent) return t("Aucun accord enregistré");
  const given = t("Accord donné le {day} à {time}", {
    day: shortDay(consent.given_at),
    time: timeOfDay(consent.given_at),
  });
  return (
    <>
      <span className="num">
        {consent.withdrawn_on ? t("{given}, retiré le {day}", { given, day: shortDay(consent.withdrawn_on) }) : given}
      </span>
      <div className="small">{consent.where}</div>
      <div className="small soft">{t("« {wording} »", { wording: consent.wording })}</div>
      <div className="small soft">{t("Preuve : {proof}", { proof: consent.proof })}</div>
    </>
  );
}

/** Of a subject in documents: the telephone, and the pages that were attached for this customer. */
function PaperFile({ customer, updated, dial }: { customer: Customer; updated: Updated; dial: Dial }): ReactNode {
  const pages = useAttached(customer.id).filter((one) => one.of === customer.id);
  return (
    <div className="col" style={{ gap: 10, minHeight: "100%" }}>
      <Phones customer={customer} updated={updated} dial={dial} />
      {pages.length > 0 ? (
        <AttachedPages key={customer.id} documents={pages} label={t("Fiche jointe")} />
      ) : (
        <p className="soft">{t("Aucun document n'est joint pour ce client. Voyez ceux de l'entreprise.")}</p>
      )}
    </div>
  );
}

/** Each calls; one that the candidate has corrected stands beside what it was. */
function Phones({ customer, updated, dial }: { customer: Customer; updated: Updated; dial: Dial }): ReactNode {
  const numbers = [updated?.phone || customer.phone, updated?.second_phone || customer.second_phone].filter(
    (number) => !!number,
  ) as string[];
  return (
    <div>
      {numbers.map((number) => (
        <button
          key={number}
          className="btn slim num"
          title={t("Appeler ce numéro")}
          disabled={dial === null}
          onClick={() => dial?.(number)}
        >
          {"✆ "}
          {number}
        </button>
      ))}
      {updated?.phone && updated.phone !== customer.phone && (
        <div className="tiny soft num">{t("(avant : {value})", { value: customer.phone })}</div>
      )}
    </div>
  );
}

function Identity({ customer, updated, dial }: { customer: Customer; updated: Updated; dial: Dial }): ReactNode {
  const address = [...customer.address.lines, `${customer.address.postcode} ${customer.address.city}`].join(", ");
  return (
    <div className="col" style={{ gap: 14 }}>
      {customer.alerts.length > 0 && (
        <div className="row wrap">
          {customer.alerts.map((alert) => (
            <span key={alert} className="pill ring">
              {alert}
            </span>
          ))}
        </div>
      )}
      <dl className="facts">
        <dt>{t("Téléphone")}</dt>
        <dd>
          <Phones customer={customer} updated={updated} dial={dial} />
        </dd>
        <dt>{t("Courriel")}</dt>
        <dd>
          <Now updated={updated?.email} before={customer.email ?? "—"} />
        </dd>
        <dt>{t("Adresse")}</dt>
        <dd>
          <Now updated={updated?.address} before={address} />
        </dd>
        <dt>{t("Né(e) le")}</dt>
        <dd className="num">{customer.born_on ? shortDay(customer.born_on) : "—"}</dd>
        <dt>{t("Client depuis")}</dt>
        <dd className="num">{shortDay(customer.customer_since)}</dd>
        <dt>{t("Démarchage")}</dt>
        <dd>
          <Canvassing customer={customer} />
        </dd>
      </dl>
      {customer.notes.map((note) => (
        <p key={note} className={clsx(css.fileNote, "small")}>
          {note}
        </p>
      ))}
      {customer.orders[0] && (
        <div>
          <div className="label">{t("Dernière commande")}</div>
          <OrderCard order={customer.orders[0]} />
        </div>
      )}
      {customer.history.length > 0 && (
        <div>
          <div className="label">{t("Derniers contacts")}</div>
          <History customer={customer} limit={4} />
        </div>
      )}
    </div>
  );
}

function OrderCard({ order }: { order: Customer["orders"][number] }): ReactNode {
  const nameOf = useProductName();
  const total = order.lines.reduce((sum, item) => sum + Number(item.unit_price) * item.quantity, 0);
  return (
    <article className={css.fileCard}>
      <div className="row between">
        <b className="num">{order.reference}</b>
        <span className={`pill ${order.status === "delayed" ? "ring" : ""}`}>
          {t(ORDER_STATUS[order.status] ?? order.status)}
        </span>
      </div>
      <dl className="facts">
        <dt>{t("Date")}</dt>
        <dd className="num">{shortDay(order.ordered_on)}</dd>
        <dt>{t("Articles")}</dt>
        <dd>{order.lines.map((item) => `${item.quantity}\u00a0× ${nameOf(item.product)}`).join(", ")}</dd>
        <dt>{t("Montant")}</dt>
        <dd className="num">{euros(total)}</dd>
        {order.delivery && (
          <>
            <dt>{t("Livraison")}</dt>
            <dd>{order.delivery}</dd>
          </>
        )}
      </dl>
      {order.tracking.length > 0 && (
        <ul className={clsx("small", css.tracking)}>
          {order.tracking.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

function InvoiceCard({ invoice }: { invoice: Customer["invoices"][number] }): ReactNode {
  return (
    <article className={css.fileCard}>
      <div className="row between">
        <b className="num">{invoice.reference}</b>
        <span className={`pill ${invoice.status === "overdue" ? "bad" : ""}`}>
          {t(INVOICE_STATUS[invoice.status] ?? invoice.status)}
        </span>
      </div>
      <dl className="facts">
        <dt>{t("Objet")}</dt>
        <dd>{invoice.label}</dd>
        <dt>{t("Émise le")}</dt>
        <dd className="num">{`${shortDay(invoice.issued_on)} · ${t("échéance")} ${shortDay(invoice.due_on)}`}</dd>
        <dt>{t("Montant")}</dt>
        <dd className="num">{euros(invoice.amount)}</dd>
        <dt>{t("Reste dû")}</dt>
        <dd className="num">{euros(invoice.remaining)}</dd>
      </dl>
    </article>
  );
}

function ContractCard({ contract }: { contract: Customer["contracts"][number] }): ReactNode {
  return (
    <article className={css.fileCard}>
      <div className="row between">
        <b>{contract.label}</b>
        <span className="pill">{t(CONTRACT_STATUS[contract.status] ?? contract.status)}</span>
      </div>
      <dl className="facts">
        <dt>{t("Référence")}</dt>
        <dd className="num">{contract.reference}</dd>
        <dt>{t("Signé le")}</dt>
        <dd className="num">{shortDay(contract.signed_on)}</dd>
        <dt>{t("Prix")}</dt>
        <dd className="num">{`${euros(contract.price)} ${t(PERIODS[contract.period] ?? "")}`}</dd>
      </dl>
      <ul className={clsx("small", css.tracking)}>
        {contract.details.map((detail) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    </article>
  );
}

function History({ customer, limit = 100 }: { customer: Customer; limit?: number }): ReactNode {
  const contacts = [...customer.history].sort((a, b) => b.at.localeCompare(a.at)).slice(0, limit);
  if (contacts.length === 0) return <p className="soft">{t("Aucun contact")}</p>;
  return (
    <ul className="plain-list">
      {contacts.map((contact) => (
        <li key={contact.at + contact.summary} className={css.contact}>
          <span className="soft num small">{shortDay(contact.at)}</span>
          <span className="small soft">{t(CHANNELS[contact.channel] ?? contact.channel)}</span>
          <span className="small">
            {contact.summary}
            {contact.adviser && <span className="soft"> {`(${contact.adviser})`}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
