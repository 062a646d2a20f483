/** The middle of the desk: search, the customer's file, its qualification, the written confirmation. */

import css from "./file.module.css";
import grid from "./candidate.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";

import { server } from "../api/client";
import type { CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { Message } from "../live/waiting";
import { Tabs } from "../shared/Desk";
import { ConfirmationEditor } from "./ConfirmationEditor";
import { CustomerSearch } from "./CustomerSearch";
import { FileTitle, Mission } from "./FileHead";
import { FileTab, TABS } from "./FileTabs";
import { Idle } from "./Idle";
import { Qualification } from "./Qualification";
import { WrapUpTimer } from "./WrapUpTimer";

interface FileProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  /** What the server has not answered yet. */
  pending: Message[];
  now: () => number;
  openCheck: () => void;
}

type Exchange = NonNullable<CandidateDesk["exchange"]>;

export function CustomerFile({ desk, live, pending, now, openCheck }: FileProps): ReactNode {
  const exchange = desk.exchange;
  const [customerId, setCustomerId] = useState(exchange?.customer_id ?? null);
  const [tab, setTab] = useState("file");
  const [isWriting, setWriting] = useState(false);
  const asked = server.useQuery(
    "get",
    "/api/candidate/customers/{customer_id}",
    { params: { path: { customer_id: customerId ?? "" } } },
    { enabled: customerId !== null },
  );
  const customer = asked.data?.customer ?? null;

  // A new exchange, or the end of one, clears the desk; the file that the server names is opened.
  useEffect(() => {
    setWriting(false);
    setTab("file");
    setCustomerId(exchange?.customer_id ?? null);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each exchange: the customer found meanwhile must stay
  }, [exchange?.run_id]);
  useEffect(() => {
    if (exchange?.customer_id) setCustomerId(exchange.customer_id);
  }, [exchange?.customer_id]);

  const open = (id: string): void => {
    setCustomerId(id);
    setTab("file");
    if (exchange) void live.send({ type: "file.open", customer_id: id });
  };
  const isLineFree = desk.call === null || desk.call.state === "ended";
  const dial = isLineFree ? (number: string): void => void live.send({ type: "call.dial", number }) : null;

  return (
    <section id="fiche" className={clsx("card", grid.candidateMiddle)} aria-label={t("Fiche client")}>
      {exchange?.mission && <Mission exchange={exchange} dial={dial} />}
      <div className={css.fileHead}>
        <div className="grow">
          {customer ? (
            <FileTitle customer={customer} status={exchange?.file_status ?? null} />
          ) : (
            exchange && <h2 className={css.fileName}>{t("Nouvel échange")}</h2>
          )}
        </div>
        <CustomerSearch choose={open} />
      </div>
      {asked.isError && (
        <div className="row" role="alert" style={{ padding: "0 20px" }}>
          <span className="warn">{t("La fiche n'a pas pu être lue.")}</span>
          <button className="btn slim" onClick={() => void asked.refetch()}>
            {t("Réessayer")}
          </button>
        </div>
      )}
      {isWriting && exchange ? (
        <ConfirmationEditor
          key={exchange.run_id}
          keepKey={`combine.confirmation.${desk.seat_id}.${exchange.run_id}`}
          desk={desk}
          live={live}
          customer={customer}
          now={now}
          close={() => setWriting(false)}
        />
      ) : !exchange && !customerId ? (
        <Idle desk={desk} openCheck={openCheck} />
      ) : (
        <>
          {customer && (
            <div style={{ padding: "0 20px" }}>
              <Tabs items={TABS(customer)} value={tab} choose={setTab} label={t("Fiche client")} />
            </div>
          )}
          <div className={clsx(css.fileBody, exchange ? undefined : css.alone)}>
            <div
              className={clsx("scroll", css.fileScroll)}
              tabIndex={0}
              role="region"
              aria-label={t("Contenu de la fiche")}
            >
              {customer ? (
                <FileTab
                  tab={tab}
                  customer={customer}
                  updated={exchange?.customer_id === customer.id ? exchange.qualification : null}
                  dial={dial}
                />
              ) : (
                exchange && <Unidentified />
              )}
            </div>
            {exchange && (
              <div
                className={clsx("col scroll", css.qualification)}
                tabIndex={0}
                role="region"
                aria-label={t("Qualification")}
              >
                <Qualification
                  exchange={exchange}
                  pending={pending}
                  customerId={customerId}
                  live={live}
                  customer={customer}
                />
              </div>
            )}
          </div>
          {exchange ? (
            <Foot
              exchange={exchange}
              hasBegun={desk.call !== null || desk.conversation !== null}
              live={live}
              now={now}
              write={() => setWriting(true)}
            />
          ) : (
            <div className={css.fileFoot}>
              <span className="grow soft small">{t("Consultation : aucun échange en cours.")}</span>
              <button className="btn" onClick={() => setCustomerId(null)}>
                {t("Fermer la fiche")}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Unidentified(): ReactNode {
  return (
    <div className={css.unidentified}>
      <b>{t("Client à identifier")}</b>
      <p className="small soft">
        {t("Cherchez-le par son nom, son numéro, une référence ou un téléphone (Ctrl K), puis ouvrez sa fiche.")}
      </p>
    </div>
  );
}

interface FootProps {
  exchange: Exchange;
  hasBegun: boolean;
  live: LiveDesk<CandidateDesk>;
  now: () => number;
  write: () => void;
}

/** The one obvious next action is at the right: it opens once the conversation is over. */
function Foot({ exchange, hasBegun, live, now, write }: FootProps): ReactNode {
  const isWrapUp = exchange.wrap_up_since !== null;
  const sent = !!exchange.confirmation?.sent_at;
  const isDue = exchange.asks_confirmation && !sent;
  return (
    <div className={css.fileFoot}>
      {isWrapUp ? (
        <WrapUpTimer exchange={exchange} now={now} />
      ) : (
        <span className="small soft">
          {hasBegun ? t("Conversation en cours") : t("Prenez connaissance de la fiche, puis appelez.")}
        </span>
      )}
      <span className="grow" />
      <button className={clsx("btn", isDue && css.due)} onClick={write}>
        {sent ? t("Confirmation envoyée ✓") : isDue ? t("Confirmation écrite à envoyer…") : t("Confirmation écrite…")}
      </button>
      <button className="btn primary" disabled={!isWrapUp} onClick={() => void live.send({ type: "wrap_up.finish" })}>
        {t("Terminer l'échange")}
      </button>
    </div>
  );
}
