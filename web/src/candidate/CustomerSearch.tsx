/** Instant search of a customer: name, number, reference or phone; arrows and Enter. */

import css from "./file.module.css";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { server } from "../api/client";
import type { CustomerHit } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Key } from "../shared/Desk";
import { useSettled } from "../shared/useSettled";

const LEAST_LETTERS = 2;
const PAUSE_MS = 90;

export function CustomerSearch({ choose }: { choose: (id: string) => void }): ReactNode {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  const isEnough = query.trim().length >= LEAST_LETTERS;
  const isSettled = useSettled(query, PAUSE_MS) === query;
  const { data } = server.useQuery(
    "get",
    "/api/candidate/search",
    { params: { query: { q: query } } },
    { enabled: isEnough && isSettled },
  );
  // Those of the letters before stay until the answer is there.
  const [hits, setHits] = useState<CustomerHit[] | null>(null);
  if (!isEnough && hits !== null) setHits(null);
  if (isEnough && isSettled && data !== undefined && data !== hits) {
    setHits(data);
    setAt(0);
    setOpen(true);
  }

  const pick = (hit: CustomerHit | undefined): void => {
    if (!hit) return;
    choose(hit.customer_id);
    setQuery("");
    setOpen(false);
    input.current?.blur();
  };
  const found = hits ?? [];
  const press = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt((index) => Math.min(index + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt((index) => Math.max(index - 1, 0));
    else if (event.key === "Enter") pick(found[at]);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  };
  const isShown = isOpen && hits !== null;
  const marked = isShown ? found[at] : undefined;
  useEffect(() => {
    if (marked) document.getElementById(`hit-${marked.customer_id}`)?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <div className={css.search} role="search">
      <input
        ref={input}
        className="field"
        role="combobox"
        aria-expanded={isShown}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={marked ? `hit-${marked.customer_id}` : undefined}
        aria-label={t("Chercher un client")}
        placeholder={t("Nom, numéro, référence…")}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <span className={css.searchKey} aria-hidden="true">
        <Key>{"Ctrl K"}</Key>
      </span>
      <span className="sr" role="status">
        {isShown ? plural(found.length, "{n} client trouvé", "{n} clients trouvés") : ""}
      </span>
      <ul
        id="search-hits"
        role="listbox"
        className={clsx(css.hits, "plain-list")}
        aria-label={t("Clients trouvés")}
        hidden={!isShown || found.length === 0}
      >
        {found.map((hit, index) => (
          <li
            key={hit.customer_id}
            id={`hit-${hit.customer_id}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(hit);
            }}
          >
            <span className="strong">{hit.name}</span>
            <span className="soft num small">{`${hit.number} · ${hit.phone} · ${hit.city}`}</span>
          </li>
        ))}
      </ul>
      {isShown && found.length === 0 && (
        <div className={clsx(css.hits, "soft")} style={{ padding: "10px 12px" }}>
          {t("Aucun client trouvé. Essayez une partie du nom, ou le numéro de téléphone.")}
        </div>
      )}
    </div>
  );
}
