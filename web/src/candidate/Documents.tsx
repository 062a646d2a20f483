/** Procedures, products, scripts and limits: at hand during a call, searchable, those of the exchange first. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { Documents as All, Hit } from "../api/schema";
import { t } from "../i18n/t";
import { euros } from "../shared/time";
import { useDocuments } from "./useDocuments";

interface Entry {
  key: string;
  kind: string;
  title: string;
  summary: string;
  body: ReactNode;
}

export function Documents({ first }: { first: string[] }): ReactNode {
  const all = useDocuments();
  const [query, setQuery] = useState("");
  const [hits, setHits] = useState<Hit[] | null>(null);
  useEffect(() => {
    if (query.trim().length < 2) {
      setHits(null);
      return;
    }
    let isCurrent = true;
    void call<Hit[]>("GET", `/api/candidate/documents/search?q=${encodeURIComponent(query)}`).then((answer) => {
      if (isCurrent && answer.ok) setHits(answer.data);
    });
    return () => {
      isCurrent = false;
    };
  }, [query]);
  const entries = all ? entriesOf(all) : [];
  const shown = hits
    ? hits.flatMap((hit) => entries.filter((entry) => entry.key === `${hit.kind}:${hit.id}`).map((entry) => ({ ...entry, summary: hit.snippet })))
    : [...entries].sort((a, b) => rank(a, first) - rank(b, first));
  return (
    <div className="col scroll" style={{ padding: 14, flex: 1 }}>
      <input
        className="field"
        type="search"
        value={query}
        aria-label={t("Chercher dans les documents")}
        placeholder={t("Chercher dans les documents…")}
        onChange={(event) => setQuery(event.target.value)}
      />
      {shown.map((entry) => (
        <details key={entry.key} className="document">
          <summary>
            <span className="strong small">{entry.title}</span>
            <span className="tiny soft"> {entry.kind}</span>
            <span className="small soft document-summary">{entry.summary}</span>
          </summary>
          <div className="small document-body">{entry.body}</div>
        </details>
      ))}
      {hits?.length === 0 && <p className="soft">{t("Rien trouvé. Essayez un mot plus court.")}</p>}
    </div>
  );
}

function rank(entry: Entry, first: string[]): number {
  const index = first.findIndex((id) => entry.key === `procedure:${id}`);
  return index < 0 ? first.length : index;
}

function entriesOf(all: All): Entry[] {
  return [
    ...all.procedures.map((procedure) => ({
      key: `procedure:${procedure.id}`,
      kind: t("Procédure"),
      title: procedure.title,
      summary: procedure.summary,
      body: (
        <>
          <ol>
            {procedure.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {procedure.forbidden.length > 0 && <p className="strong">{t("À ne jamais faire")}</p>}
          <ul>
            {procedure.forbidden.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </>
      ),
    })),
    ...all.commercial_limits.map((limit) => ({
      key: `limit:${limit.id}`,
      kind: t("Limite commerciale"),
      title: limit.reason,
      summary: limit.maximum,
      body: <p>{`${limit.maximum}. ${limit.beyond}`}</p>,
    })),
    ...all.scripts.map((script) => ({
      key: `script:${script.id}`,
      kind: t("Formule"),
      title: script.moment,
      summary: script.text,
      body: <p>{script.text}</p>,
    })),
    ...all.products.map((product) => ({
      key: `product:${product.id}`,
      kind: product.family,
      title: `${product.name} · ${euros(product.price)}`,
      summary: product.description,
      body: (
        <>
          <p className="num">{`${product.reference} · ${euros(product.price)} ${product.unit}`}</p>
          <p>{product.description}</p>
          <ul>
            {[...product.benefits, ...product.conditions].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      ),
    })),
  ];
}
