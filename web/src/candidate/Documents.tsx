/** Procedures, products, scripts and limits: at hand during a call, searchable, those of the exchange first. */

import css from "./documents.module.css";

import { clsx } from "clsx";
import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";

import { server } from "../api/client";
import type { Hit } from "../api/schema";
import { t } from "../i18n/t";
import { type Entry, entriesOf, KINDS } from "./documentEntries";
import { AttachedPages } from "../shared/AttachedPages";
import { useAttached } from "./useAttached";
import { useCompany, useDocuments } from "./useDocuments";

/** `moment`: what opens or shuts documents, so that they are asked for again. */
export function Documents({ first, moment }: { first: string[]; moment: string }): ReactNode {
  const attached = useAttached(moment).filter((one) => one.place === "company" || one.place === "procedure");
  const { data: all, isError: hasFailed, refetch } = useDocuments();
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
  const found = hits?.flatMap((hit) =>
    entries
      .filter((entry) => entry.key === `${hit.kind}:${hit.id}`)
      .map((entry) => ({ ...entry, summary: hit.snippet })),
  );
  if (attached.length > 0)
    return (
      <div className={clsx(css.documents, css.attached)}>
        <AttachedPages documents={attached} label={t("Documents du sujet")} />
      </div>
    );
  const shown = found ?? ordered.filter((entry) => kind === null || entry.group === kind);
  return (
    <div className={css.documents}>
      <div className={css.documentsHead}>
        <input
          className="field"
          type="search"
          value={query}
          aria-label={t("Chercher dans les documents")}
          placeholder={t("Chercher dans les documents…")}
          onChange={(event) => setQuery(event.target.value)}
        />
        <div className="row wrap" role="group" aria-label={t("Genre de document")} style={{ gap: 4 }}>
          {KINDS.map(([id, words]) => (
            <button
              key={id ?? "all"}
              className={css.chip}
              aria-pressed={kind === id}
              disabled={found !== undefined}
              onClick={() => setKind(id)}
            >
              {t(words)}
            </button>
          ))}
        </div>
      </div>
      <div className={clsx("scroll", css.documentsList)} role="region" aria-label={t("Documents")} tabIndex={0}>
        {shown.map((entry) => (
          <details key={entry.key} className={css.document}>
            <summary>
              <span className="strong">{entry.title}</span>
              {rank(entry) < first.length && <span className="pill live tiny">{t("utile ici")}</span>}
              <span className={clsx("small soft", css.documentSummary)}>{entry.summary}</span>
            </summary>
            <div className={clsx("small", css.documentBody)}>{entry.body}</div>
          </details>
        ))}
        {found?.length === 0 && <p className="soft small">{t("Rien trouvé. Essayez un mot plus court.")}</p>}
        {hasFailed && (
          <p className="small" role="alert">
            <span className="warn">{t("Les documents n'ont pas pu être lus.")}</span>{" "}
            <button className="link" onClick={() => void refetch()}>
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
  const [settled, setSettled] = useState(query);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(query), 120);
    return () => window.clearTimeout(timer);
  }, [query]);
  const isAsked = query.trim().length >= 2;
  const asked = server.useQuery(
    "get",
    "/api/candidate/documents/search",
    { params: { query: { q: settled } } },
    { enabled: isAsked && settled.trim().length >= 2, placeholderData: keepPreviousData },
  );
  return isAsked ? (asked.data ?? null) : null;
}
