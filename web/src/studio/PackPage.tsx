/** One company of the studio: its subjects with their exchanges, all that surrounds them, its versions. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { ItemLine, StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { StaffBar } from "../shared/StaffBar";
import { shortDay } from "../shared/time";
import { ImportDialog } from "./ImportDialog";
import type { Kind } from "./itemWriter";
import { Publishing } from "./Publishing";
import { Changes } from "./Versions";

export default function PackPage(): ReactNode {
  const { studioId = "" } = useParams();
  const { data, error, refetch } = server.useQuery("get", "/api/staff/studio/{studio_id}", {
    params: { path: { studio_id: studioId } },
  });
  return (
    <div className="page">
      <StaffBar title={data?.company_name || t("Atelier des scénarios")}>
        <a className="btn slim plain" href="/atelier">
          {t("Tout l'atelier")}
        </a>
      </StaffBar>
      <main className={`col ${css.list}`}>
        {error && (
          <p role="alert" className="warn">
            {wordsOf(error)}
          </p>
        )}
        {data && <Whole pack={data} changed={() => refetch()} />}
      </main>
    </div>
  );
}

interface PackProps {
  pack: StudioPackView;
  changed: () => Promise<unknown>;
}

function Whole({ pack, changed }: PackProps): ReactNode {
  const [problem, setProblem] = useState("");
  const done = (error: unknown): void => {
    setProblem(wordsOf(error));
    void changed();
  };
  const add = async (kind: Kind, parent = "", copyOf = ""): Promise<void> => {
    const { data, error } = await client.POST("/api/staff/studio/{studio_id}/items/{kind}", {
      params: { path: { studio_id: pack.id, kind } },
      body: { parent, copy_of: copyOf, content: {} },
    });
    if (data) location.assign(`/atelier/${pack.id}/${kind}/${data.id}`);
    else done(error);
  };
  const putAside = async (one: ItemLine): Promise<void> => {
    const path = { studio_id: pack.id, kind: one.kind, item_id: one.id };
    const { error } = await client.DELETE("/api/staff/studio/{studio_id}/items/{kind}/{item_id}", {
      params: { path },
    });
    done(error);
  };
  const restore = async (one: ItemLine): Promise<void> => {
    const path = { studio_id: pack.id, kind: one.kind, item_id: one.id };
    const { error } = await client.POST("/api/staff/studio/{studio_id}/items/{kind}/{item_id}/restore", {
      params: { path },
    });
    done(error);
  };
  const of = (kind: Kind): ItemLine[] => pack.items.filter((one) => one.kind === kind && !one.is_removed);
  const aside = pack.items.filter((one) => one.is_removed);
  const row = (one: ItemLine, words: string): ReactNode => (
    <Row
      key={`${one.kind}/${one.id}`}
      pack={pack}
      one={one}
      words={words}
      copy={() => void add(one.kind, one.parent, one.id)}
      putAside={() => void putAside(one)}
    />
  );
  return (
    <>
      {problem && (
        <p role="alert" className="warn">
          {problem}
        </p>
      )}
      <Standing pack={pack} changed={changed} told={setProblem} />
      {of("subject").map((subject) => (
        <section key={subject.id} className="card col" aria-labelledby={`sujet-${subject.id}`}>
          <div className="row between wrap">
            <h2 id={`sujet-${subject.id}`}>{subject.title || t("Sans titre")}</h2>
            <div className="row wrap">
              <a className="btn slim" href={`/atelier/${pack.id}/subject/${subject.id}`}>
                {t("Titre et épreuve")}
              </a>
              <button className="btn slim" onClick={() => void add("exchange", subject.id)}>
                {t("Nouvel échange")}
              </button>
            </div>
          </div>
          <ul className={css.rows}>
            {of("exchange")
              .filter((one) => one.parent === subject.id)
              .map((one) => row(one, one.about))}
          </ul>
        </section>
      ))}
      <div className="row wrap">
        <button className="btn slim" onClick={() => void add("subject")}>
          {t("Nouveau sujet")}
        </button>
        <a className="btn slim" href={`/atelier/${pack.id}/company/company`}>
          {t("L'entreprise, ses limites et ses phrases")}
        </a>
      </div>
      <Shelf
        title={t("Clients")}
        kind="customer"
        items={of("customer")}
        row={row}
        add={add}
        intake={{ pack, changed }}
      />
      <Shelf
        title={t("Produits")}
        kind="product"
        items={of("product")}
        row={row}
        add={add}
        intake={{ pack, changed }}
      />
      <Shelf title={t("Procédures")} kind="procedure" items={of("procedure")} row={row} add={add} />
      {of("case_study").length > 0 && (
        <Shelf title={t("Études de cas")} kind="case_study" items={of("case_study")} row={row} />
      )}
      {aside.length > 0 && (
        <details className="card">
          <summary className="strong">{plural(aside.length, "{n} élément retiré", "{n} éléments retirés")}</summary>
          <ul className={css.rows}>
            {aside.map((one) => (
              <li key={`${one.kind}/${one.id}`}>
                <span className="grow">{one.title || one.id}</span>
                <button className="btn slim" onClick={() => void restore(one)}>
                  {t("Remettre")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface StandingProps extends PackProps {
  told: (problem: string) => void;
}

/** Draft, published, retired: where it stands and what can be done with the whole. */
function Standing({ pack, changed, told }: StandingProps): ReactNode {
  const [isComparing, setComparing] = useState(false);
  const [newest] = pack.versions;
  const path = { studio_id: pack.id };
  const after = (error: unknown): void => {
    told(wordsOf(error));
    void changed();
  };
  const duplicate = async (): Promise<void> => {
    const { data, error } = await client.POST("/api/staff/studio/{studio_id}/duplicate", { params: { path } });
    if (data) location.assign(`/atelier/${data.id}`);
    else after(error);
  };
  const remove = async (): Promise<void> => {
    const { error } = await client.DELETE("/api/staff/studio/{studio_id}", { params: { path } });
    if (error) after(error);
    else location.assign("/atelier");
  };
  const retire = async (): Promise<void> =>
    after((await client.POST("/api/staff/studio/{studio_id}/retire", { params: { path } })).error);
  const bringBack = async (): Promise<void> =>
    after((await client.POST("/api/staff/studio/{studio_id}/bring-back", { params: { path } })).error);
  const errors = pack.faults.filter((one) => one.severity === "error").length;
  return (
    <section className="card col" aria-label={t("Versions")}>
      <div className="row wrap">
        <span className={`pill ${newest && !pack.retired_at ? "live" : "ring"}`}>
          {!newest
            ? t("Brouillon")
            : pack.retired_at
              ? t("Retiré (v{n})", { n: newest.number })
              : t("Publié v{n}", { n: newest.number })}
        </span>
        {pack.based_on && <span className="small soft">{t("d'après {name}", { name: pack.based_on })}</span>}
        {newest && (
          <button className="link small" onClick={() => setComparing(true)}>
            {plural(pack.changes, "{n} changement depuis la v{v}", "{n} changements depuis la v{v}", {
              v: newest.number,
            })}
          </button>
        )}
        <span className="small soft">
          {errors > 0 &&
            plural(errors, "{n} point à corriger avant de publier", "{n} points à corriger avant de publier")}
        </span>
        <span className="grow" />
        {/* The ZIP's import and export, and « varier », have their place here. */}
        <button className="btn slim" onClick={() => void duplicate()}>
          {t("Dupliquer")}
        </button>
        {newest && !pack.retired_at && (
          <AskTwice question={t("Ne plus le proposer ?")} yes={t("Retirer")} act={() => void retire()}>
            {t("Retirer…")}
          </AskTwice>
        )}
        {newest && pack.retired_at && (
          <button className="btn slim" onClick={() => void bringBack()}>
            {t("Proposer de nouveau")}
          </button>
        )}
        {!newest && (
          <AskTwice question={t("Supprimer ce brouillon ?")} yes={t("Supprimer")} act={() => void remove()}>
            {t("Supprimer…")}
          </AskTwice>
        )}
        <Publishing.Button pack={pack} published={changed} />
      </div>
      {pack.versions.length > 0 && (
        <ul className="small soft num">
          {pack.versions.map((one) => (
            <li key={one.number}>
              {t("Version {n}, {day}, {name} : ", {
                n: one.number,
                day: shortDay(one.published_at),
                name: one.published_by,
              })}
              {plural(one.sessions, "{n} séance s'en sert", "{n} séances s'en servent")}
            </li>
          ))}
        </ul>
      )}
      {isComparing && newest && <Changes packId={pack.id} version={newest.number} close={() => setComparing(false)} />}
    </section>
  );
}

interface ShelfProps {
  title: string;
  kind: Kind;
  items: ItemLine[];
  row: (one: ItemLine, words: string) => ReactNode;
  add?: (kind: Kind) => Promise<void>;
  /** Of which pack a spreadsheet may be taken in, and what follows. */
  intake?: PackProps;
}

function Shelf({ title, kind, items, row, add, intake }: ShelfProps): ReactNode {
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
}

function Row({ pack, one, words, copy, putAside }: RowProps): ReactNode {
  const title = one.title || t("À écrire");
  const faults = pack.faults.filter((it) => it.kind === one.kind && it.id === one.id && it.severity === "error").length;
  return (
    <li>
      <a className="link" href={`/atelier/${pack.id}/${one.kind}/${one.id}`}>
        {title}
      </a>
      <span className="small soft grow">{words}</span>
      {faults > 0 && (
        <span className="pill ring">{plural(faults, "{n} point à compléter", "{n} points à compléter")}</span>
      )}
      <button className="btn slim plain" aria-label={t("Dupliquer {title}", { title })} onClick={copy}>
        {t("Dupliquer")}
      </button>
      <button className="btn slim plain" aria-label={t("Retirer {title}", { title })} onClick={putAside}>
        {t("Retirer")}
      </button>
    </li>
  );
}
