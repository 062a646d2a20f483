import styles from "./shell.module.css";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { client, queries, server, wordsOf } from "../api/client";
import type { Preparation, PreparedCustomer } from "../api/schema";
import { FileTab, TABS } from "../candidate/FileTabs";
import { OwnDraw, useOwnDraws } from "../draws/OwnDraw";
import { t } from "../i18n/t";
import { Tabs } from "../shared/Desk";
import { SavedMark } from "../shared/SavedMark";
import { useAutosave } from "../shared/useAutosave";

const QUESTION = server.queryOptions("get", "/api/candidate/day/preparation");

function withNote(before: Preparation, customerId: string, note: string): Preparation {
  return {
    ...before,
    customers: before.customers.map((one) => (one.customer_id === customerId ? { ...one, note } : one)),
  };
}

/** The draw itself once it is prepared; the time of the phase is in the desk's bar. */
function Undrawn(): ReactNode {
  const asked = useOwnDraws();
  const drawing = asked.data?.drawings.find((one) => one.what === "subject");
  if (drawing) return <OwnDraw drawing={drawing} changed={() => void asked.refetch()} />;
  return (
    <div className={styles.center}>
      <section className={`card ${styles.card}`}>
        <h2>{t("Tirage de votre sujet")}</h2>
        <p>{t("Le sujet se tire avec vous. Les fiches s'ouvrent ici aussitôt après.")}</p>
      </section>
    </div>
  );
}

interface PreparationProps {
  seatId: string;
  isDrawn: boolean;
  /** The server's, in milliseconds. */
  now: () => number;
}

/** Preparation: the files of the drawn subject's customers, and notes for each, kept as they are typed. */
export function PreparationDesk({ seatId, isDrawn, now }: PreparationProps): ReactNode {
  const asked = useQuery({ ...QUESTION, enabled: isDrawn });
  const [chosen, setChosen] = useState("");
  const customers = asked.data?.customers ?? [];
  const customer = customers.find((one) => one.customer_id === chosen) ?? customers[0];
  if (!isDrawn) return <Undrawn />;
  if (asked.isError)
    return (
      <div className={styles.center}>
        <section className={`card ${styles.card}`} role="alert">
          <p>{wordsOf(asked.error)}</p>
          <button className="btn" onClick={() => void asked.refetch()}>
            {t("Réessayer")}
          </button>
        </section>
      </div>
    );
  return (
    <div className={styles.preparation}>
      <nav className={`card ${styles.files}`} aria-label={t("Fiches de votre sujet")}>
        <h2>{t("Fiches de votre sujet")}</h2>
        <ul className="plain-list">
          {customers.map((one) => (
            <li key={one.customer_id}>
              <button
                className={styles.file}
                aria-current={one.customer_id === customer?.customer_id ? "true" : undefined}
                onClick={() => setChosen(one.customer_id)}
              >
                <b>{one.name}</b>
                <span className="small soft num">{one.number}</span>
                {one.note && <span className="small soft">{t("noté")}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {customer && <File key={customer.customer_id} customerId={customer.customer_id} />}
      {customer && (
        <Note
          key={`note ${customer.customer_id}`}
          customer={customer}
          seatId={seatId}
          now={now}
          saved={(note) => {
            // It stands here after a break too, which shows no file meanwhile.
            queries.setQueryData(
              QUESTION.queryKey,
              (before: Preparation | undefined) => before && withNote(before, customer.customer_id, note),
            );
            void asked.refetch();
          }}
        />
      )}
    </div>
  );
}

function File({ customerId }: { customerId: string }): ReactNode {
  const [tab, setTab] = useState("file");
  const { data, isError, refetch } = server.useQuery("get", "/api/candidate/customers/{customer_id}", {
    params: { path: { customer_id: customerId } },
  });
  return (
    <section className={`card ${styles.paper}`} aria-label={t("Fiche client")}>
      {isError && (
        <button className="btn slim" onClick={() => void refetch()}>
          {t("Réessayer")}
        </button>
      )}
      {data && (
        <>
          <Tabs items={TABS(data.customer)} value={tab} choose={setTab} label={t("Fiche client")} />
          {}
          <div
            className={`scroll ${styles.paperBody}`}
            tabIndex={0}
            role="region"
            aria-label={t("Contenu de la fiche")}
          >
            <FileTab tab={tab} customer={data.customer} updated={null} dial={null} />
          </div>
        </>
      )}
    </section>
  );
}

function Note({
  customer,
  seatId,
  now,
  saved,
}: {
  customer: PreparedCustomer;
  seatId: string;
  now: () => number;
  saved: (note: string) => void;
}): ReactNode {
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const { text, status, type, flush } = useAutosave(
    customer.note,
    async (words) => {
      const body = { customer_id: customer.customer_id, text: words };
      const { data } = await client.PUT("/api/candidate/day/preparation", { body });
      if (data) {
        setSavedAt(new Date(now()).toISOString());
        saved(words);
      }
      return data !== undefined;
    },
    `combine.preparation.${seatId}.${customer.customer_id}`,
  );
  const id = `note-${customer.customer_id}`;
  return (
    <section className={`card ${styles.note}`}>
      <div className="row between">
        <label className="strong" htmlFor={id}>
          {t("Mes notes pour {name}", { name: customer.name })}
        </label>
        <SavedMark status={status} savedAt={savedAt} />
      </div>
      <textarea
        id={id}
        className="field"
        value={text}
        maxLength={4000}
        onChange={(event) => type(event.target.value)}
        onBlur={flush}
      />
      <p className="small soft">{t("Vous les retrouvez pendant les échanges.")}</p>
    </section>
  );
}

/** During the exchanges: what was prepared, customer by customer. */
export function PreparationNotes(): ReactNode {
  const { data } = server.useQuery("get", "/api/candidate/day/preparation");
  const noted = data?.customers.filter((one) => one.note) ?? [];
  if (noted.length === 0) return <p className="small soft">{t("Aucune note de préparation.")}</p>;
  return (
    <dl className={styles.notes}>
      {noted.map((one) => (
        <div key={one.customer_id}>
          <dt>{one.name}</dt>
          <dd>{one.note}</dd>
        </div>
      ))}
    </dl>
  );
}
