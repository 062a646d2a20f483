/** The company's documents as one list of entries, whatever their kind. */

import css from "./documents.module.css";

import type { ReactNode } from "react";

import type { Company, Documents } from "../api/schema";
import { t } from "../i18n/t";
import { euros } from "../shared/time";

export interface Entry {
  key: string;
  group: string;
  title: string;
  summary: string;
  body: ReactNode;
}

/** Filters: group (null: all) and French words. */
export const KINDS: [string | null, string][] = [
  [null, "Tout"],
  ["procedure", "Procédures"],
  ["product", "Produits"],
  ["script", "Formules"],
  ["limit", "Limites"],
  ["company", "Entreprise"],
];

export function entriesOf(all: Documents, company: Company | null): Entry[] {
  return [
    ...all.procedures.map((procedure) => ({
      key: `procedure:${procedure.id}`,
      group: "procedure",
      title: procedure.title,
      summary: procedure.summary,
      body: (
        <>
          <ol>
            {procedure.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {procedure.forbidden.length > 0 && (
            <div className={css.forbidden}>
              <b>{t("À ne jamais faire")}</b>
              <List items={procedure.forbidden} />
            </div>
          )}
        </>
      ),
    })),
    ...all.commercial_limits.map((limit) => ({
      key: `limit:${limit.id}`,
      group: "limit",
      title: limit.reason,
      summary: limit.maximum,
      body: (
        <>
          <p className="strong">{limit.maximum}</p>
          <p>{limit.beyond}</p>
        </>
      ),
    })),
    ...all.scripts.map((script) => ({
      key: `script:${script.id}`,
      group: "script",
      title: script.moment,
      summary: script.text,
      body: <blockquote>{script.text}</blockquote>,
    })),
    ...all.products.map((product) => ({
      key: `product:${product.id}`,
      group: "product",
      title: `${product.name} · ${euros(product.price)}`,
      summary: product.description,
      body: (
        <>
          <p className="num strong">{`${product.reference} · ${euros(product.price)} ${product.unit}`}</p>
          {!product.available && <p className="warn">{t("Indisponible")}</p>}
          <p>{product.description}</p>
          <List items={[...product.benefits, ...product.conditions]} />
        </>
      ),
    })),
    ...(company ? companyEntries(company) : []),
  ];
}

function companyEntries(company: Company): Entry[] {
  const place = company.mailing_address;
  return [
    {
      key: "company:about",
      group: "company",
      title: company.name,
      summary: company.activity,
      body: (
        <>
          <p>{company.activity}</p>
          <p>{company.history}</p>
          <p>{company.customers_served}</p>
          <p className="num">
            {[...place.lines, `${place.postcode} ${place.city}`, company.phone, company.email].join(" · ")}
          </p>
        </>
      ),
    },
    {
      key: "company:tone",
      group: "company",
      title: t("Le ton de la maison"),
      summary: company.tone,
      body: <p>{company.tone}</p>,
    },
    {
      key: "company:organisation",
      group: "company",
      title: t("Les services"),
      summary: company.organisation.map((one) => one.name).join(", "),
      body: (
        <dl className={css.departments}>
          {company.organisation.map((one) => (
            <div key={one.id}>
              <dt className="strong">{one.name}</dt>
              <dd>
                {one.role}
                {one.opening_hours && <span className="soft"> {`(${one.opening_hours})`}</span>}
              </dd>
            </div>
          ))}
        </dl>
      ),
    },
  ];
}

function List({ items }: { items: readonly string[] }): ReactNode {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
