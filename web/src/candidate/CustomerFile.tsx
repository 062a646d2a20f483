/** The middle of the desk: search, the customer's file, its qualification, the written confirmation. */

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { call } from "../api/call";
import type { CandidateDesk, Customer, CustomerHit } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { Key, Tabs } from "../shared/Desk";
import { clock } from "../shared/time";
import { useNow } from "../shared/useNow";
import { ConfirmationEditor } from "./ConfirmationEditor";
import { FileTab, TABS } from "./FileTabs";
import { Qualification } from "./Qualification";

interface FileProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  now: () => number;
}

export function CustomerFile({ desk, live, now }: FileProps): ReactNode {
  const exchange = desk.exchange;
  const [customerId, setCustomerId] = useState(exchange?.customer_id ?? null);
  const [customer, setCustomer] = useState<Customer | null>(null);
  const [tab, setTab] = useState("file");
  const [writing, setWriting] = useState(false);

  useEffect(() => {
    if (exchange?.customer_id) setCustomerId(exchange.customer_id);
  }, [exchange?.run_id, exchange?.customer_id]);
  useEffect(() => {
    setWriting(false);
    if (!exchange) return;
    if (!exchange.customer_id) setCustomerId(null);
    // A new exchange starts with a clean screen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [exchange?.run_id]);
  useEffect(() => {
    if (!customerId) {
      setCustomer(null);
      return;
    }
    let isCurrent = true;
    void call<{ customer: Customer }>("GET", `/api/candidate/customers/${customerId}`).then((answer) => {
      if (isCurrent && answer.ok) setCustomer(answer.data.customer);
    });
    return () => {
      isCurrent = false;
    };
  }, [customerId]);

  const open = (id: string): void => {
    setCustomerId(id);
    setTab("file");
    if (exchange) void live.send({ type: "file.open", customer_id: id });
  };

  return (
    <section className="card candidate-middle" aria-label={t("Fiche client")}>
      {exchange?.mission && (
        <div className="mission">
          <span className="label">{t("Votre mission")}</span>
          <p>{exchange.mission}</p>
        </div>
      )}
      <div className="file-head">
        <div className="grow">
          {customer ? (
            <>
              <div className="row wrap">
                <h1 style={{ fontSize: 22 }}>
                  {customer.first_name} {customer.last_name}
                </h1>
                {exchange?.file_status && <span className="pill ring">{exchange.file_status}</span>}
                {customer.opposes_prospecting && <span className="pill bad">{t("Opposé au démarchage")}</span>}
              </div>
              <div className="soft small num">
                {customer.number} {"·"} {customer.segment} {customer.email && `· ${customer.email}`}
              </div>
            </>
          ) : (
            <div className="soft">{t("Cherchez le client par son nom, son numéro, une référence ou un téléphone.")}</div>
          )}
        </div>
        <Search choose={open} />
      </div>
      {writing && exchange ? (
        <ConfirmationEditor desk={desk} live={live} customer={customer} close={() => setWriting(false)} />
      ) : (
        <>
          {customer && (
            <div style={{ padding: "0 20px" }}>
              <Tabs items={TABS(customer)} value={tab} choose={setTab} label={t("Fiche client")} />
            </div>
          )}
          <div className="file-body">
            <div className="scroll" tabIndex={0} aria-label={t("Contenu de la fiche")}>
              {customer && <FileTab tab={tab} customer={customer} dial={(number) => void live.send({ type: "call.dial", number })} />}
            </div>
            <div className="col scroll" style={{ gap: 10, padding: 4 }}>
              {exchange ? (
                <Qualification exchange={exchange} customerId={customerId} live={live} customer={customer} />
              ) : (
                <Idle desk={desk} />
              )}
            </div>
          </div>
          {exchange && (
            <div className="file-foot">
              <WrapUpTimer exchange={exchange} now={now} />
              <span className="grow" />
              <button className={`btn ${exchange.asks_confirmation && !exchange.confirmation?.sent_at ? "on" : ""}`} onClick={() => setWriting(true)}>
                {exchange.confirmation?.sent_at ? t("Confirmation envoyée ✓") : t("Confirmation écrite…")}
              </button>
              <button
                className="btn primary"
                disabled={exchange.wrap_up_since === null}
                title={exchange.wrap_up_since === null ? t("Possible après la fin de la conversation") : ""}
                onClick={() => void live.send({ type: "wrap_up.finish" })}
              >
                {t("Terminer l'échange")}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Idle({ desk }: { desk: CandidateDesk }): ReactNode {
  const left = desk.steps.filter((step) => step.phase === "planned" || step.phase === "queued").length;
  return (
    <div className="idle">
      <p className="strong">{left > 0 ? t("En attente du prochain échange") : t("Tous les échanges sont terminés")}</p>
      <p className="soft">
        {left > 0
          ? t("Le jury le démarre. Vous pouvez relire les procédures, chercher un client ou tester votre casque.")
          : t("Merci. Restez à votre poste jusqu'au signal du jury.")}
      </p>
    </div>
  );
}

function WrapUpTimer({ exchange, now }: { exchange: NonNullable<CandidateDesk["exchange"]>; now: () => number }): ReactNode {
  const current = useNow(now, 1000);
  if (!exchange.wrap_up_since) return null;
  const seconds = (current - Date.parse(exchange.wrap_up_since)) / 1000;
  const late = seconds > exchange.wrap_up_limit_seconds;
  return (
    <span className={`pill num ${late ? "bad" : "ring"}`} role="status">
      {late ? t("Post-appel dépassé : {time}", { time: clock(seconds) }) : t("Post-appel : {time} / {limit}", { time: clock(seconds), limit: clock(exchange.wrap_up_limit_seconds) })}
    </span>
  );
}

function Search({ choose }: { choose: (id: string) => void }): ReactNode {
  const [query, setQuery] = useState("");
  const [hits, setHits] = useState<CustomerHit[]>([]);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (event.ctrlKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    if (query.trim().length < 2) {
      setHits([]);
      return;
    }
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      void call<CustomerHit[]>("GET", `/api/candidate/search?q=${encodeURIComponent(query)}`).then((answer) => {
        if (!isCurrent || !answer.ok) return;
        setHits(answer.data);
        setAt(0);
        setOpen(true);
      });
    }, 90);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [query]);

  const pick = (hit: CustomerHit | undefined): void => {
    if (!hit) return;
    choose(hit.customer_id);
    setQuery("");
    setOpen(false);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt((index) => Math.min(index + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt((index) => Math.max(index - 1, 0));
    else if (event.key === "Enter") pick(hits[at]);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  };
  const expanded = isOpen && query.trim().length >= 2;
  return (
    <div className="search">
      <input
        ref={input}
        className="field"
        role="combobox"
        aria-expanded={expanded}
        aria-controls="search-hits"
        aria-activedescendant={expanded && hits[at] ? `hit-${hits[at].customer_id}` : undefined}
        aria-label={t("Chercher un client")}
        placeholder={t("Chercher un client")}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={press}
        onBlur={() => window.setTimeout(() => setOpen(false), 150)}
      />
      <span className="search-key" aria-hidden="true">
        <Key>{"Ctrl K"}</Key>
      </span>
      {expanded && (
        <ul id="search-hits" role="listbox" className="hits plain-list" aria-label={t("Clients trouvés")}>
          {hits.map((hit, index) => (
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
              <span className="strong">{hit.name}</span> <span className="soft num small">{`${hit.number} · ${hit.phone} · ${hit.city}`}</span>
            </li>
          ))}
          {hits.length === 0 && (
            <li className="soft" role="option" aria-selected={false}>
              {t("Aucun client trouvé")}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
