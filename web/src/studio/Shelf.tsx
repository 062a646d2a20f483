/** What a company holds of one kind, and one thing of it. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import type { ItemLine, StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { ImportDialog } from "./ImportDialog";
import type { Kind } from "./itemWriter";

interface ShelfProps {
  title: string;
  kind: Kind;
  items: ItemLine[];
  row: (one: ItemLine, words: string) => ReactNode;
  add?: (kind: Kind) => Promise<void>;
  /** Of which pack a spreadsheet may be taken in, and what follows. */
  intake?: { pack: StudioPackView; changed: () => Promise<unknown> };
}

export function Shelf({ title, kind, items, row, add, intake }: ShelfProps): ReactNode {
  const [isImporting, setImporting] = useState(false);
  return (
    <details className="card">
      <summary className="strong">{`${title} (${items.length})`}</summary>
      {add && (
        <div style={{ margin: "8px 0" }}>
          <button className="btn slim" onClick={() => void add(kind)}>
            {t("Ajouter…")}
          </button>{" "}
          {intake && (
            <button className="btn slim" onClick={() => setImporting(true)}>
              {t("Importer un tableau…")}
            </button>
          )}
        </div>
      )}
      {isImporting && intake && (kind === "customer" || kind === "product") && (
        <ImportDialog packId={intake.pack.id} kind={kind} close={() => setImporting(false)} imported={intake.changed} />
      )}
      <ul className={css.rows}>{items.map((one) => row(one, ""))}</ul>
    </details>
  );
}

interface RowProps {
  pack: StudioPackView;
  one: ItemLine;
  words: string;
  copy: () => void;
  putAside: () => void;
  /** Only of an exchange. */
  vary?: (() => void) | undefined;
}

export function Row({ pack, one, words, copy, putAside, vary }: RowProps): ReactNode {
  const title = one.title || t("À écrire");
  const faults = pack.faults.filter((it) => it.kind === one.kind && it.id === one.id && it.severity === "error").length;
  return (
    <li>
      <span className={css.named}>
        <a className="link" href={`/atelier/${pack.id}/${one.kind}/${one.id}`}>
          {title}
        </a>
        <span className="small soft">{words}</span>
      </span>
      {faults > 0 && (
        <span className="pill ring">{plural(faults, "{n} point à compléter", "{n} points à compléter")}</span>
      )}
      <span className={css.acts}>
        {vary && (
          <button className="btn slim plain" aria-label={t("Varier {title}", { title })} onClick={vary}>
            {t("Varier…")}
          </button>
        )}
        <button className="btn slim plain" aria-label={t("Dupliquer {title}", { title })} onClick={copy}>
          {t("Dupliquer")}
        </button>
        <button className="btn slim plain" aria-label={t("Retirer {title}", { title })} onClick={putAside}>
          {t("Retirer")}
        </button>
      </span>
    </li>
  );
}
