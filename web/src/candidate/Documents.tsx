/** Procedures, products, scripts and limits: at hand during a call, searchable, those of the exchange first. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { Hit } from "../api/schema";
import { t } from "../i18n/t";
import { type Entry, entriesOf, KINDS } from "./documentEntries";
import { useCompany, useDocuments } from "./useDocuments";

export function Documents({ first }: { first: string[] }): ReactNode {
  const { data: all, hasFailed, again } = useDocuments();
  const company = useCompany();
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState<string | null>(null);
  const hits = useHits(query);
  const entries = all ? entriesOf(all, company) : [];
  const rank = (entry: Entry): number => {
    const index = first.findIndex((id) => entry.key === `procedure:${id}`);
    return index < 0 ? first.length : index;
  };
  const ordered = [...entries].sort((a, b) => rank(a) - rank(b));
  const found = hits?.flatMap((hit) => entries.filter((entry) => entry.key === `${hit.kind}:${hit.id}`).map((entry) => ({ ...entry, summary: hit.snippet })));
  const shown = found ?? ordered.filter((entry) => kind === null || entry.group === kind);
  return (
    <div className="documents">
      <div className="documents-head">
        <input className="field" type="search" value={query} aria-label={t("Chercher dans les documents")} placeholder={t("Chercher dans les documents…")} onChange={(event) => setQuery(event.target.value)} />
        <div className="row wrap" role="group" aria-label={t("Genre de document")} style={{ gap: 4 }}>
          {KINDS.map(([id, words]) => (
            <button key={id ?? "all"} className="chip" aria-pressed={kind === id} disabled={found !== undefined} onClick={() => setKind(id)}>
              {t(words)}
            </button>
          ))}
        </div>
      </div>
      <div className="scroll documents-list" role="region" aria-label={t("Documents")} tabIndex={0}>
        {shown.map((entry) => (
          <details key={entry.key} className="document">
            <summary>
              <span className="strong">{entry.title}</span>
              {rank(entry) < first.length && <span className="pill live tiny">{t("utile ici")}</span>}
              <span className="small soft document-summary">{entry.summary}</span>
            </summary>
            <div className="small document-body">{entry.body}</div>
          </details>
        ))}
        {found?.length === 0 && <p className="soft small">{t("Rien trouvé. Essayez un mot plus court.")}</p>}
        {hasFailed && (
          <p className="small" role="alert">
            <span className="warn">{t("Les documents n'ont pas pu être lus.")}</span>{" "}
            <button className="link" onClick={again}>
              {t("Réessayer")}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** What the server finds; null while nothing is asked. */
function useHits(query: string): Hit[] | null {
  const [hits, setHits] = useState<Hit[] | null>(null);
  const isAsked = query.trim().length >= 2;
  useEffect(() => {
    if (!isAsked) return;
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      void call<Hit[]>("GET", `/api/candidate/documents/search?q=${encodeURIComponent(query)}`).then((answer) => {
        if (isCurrent && answer.ok) setHits(answer.data);
      });
    }, 120);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [query, isAsked]);
  return isAsked ? hits : null;
}
