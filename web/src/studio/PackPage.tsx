/** One company of the studio: its subjects with their exchanges, all that surrounds them, its versions. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { ItemLine, StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import type { Kind } from "./itemWriter";
import { Row, Shelf } from "./Shelf";
import { Standing } from "./Standing";
import { VaryDialog } from "./VaryDialog";

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
  const [varied, setVaried] = useState<ItemLine | null>(null);
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
      vary={one.kind === "exchange" ? () => setVaried(one) : undefined}
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
      <Shelf title={t("Études de cas")} kind="case_study" items={of("case_study")} row={row} add={add} />
      {varied && (
        <VaryDialog
          packId={pack.id}
          exchange={varied}
          close={() => setVaried(null)}
          varied={async (studioId) => {
            if (studioId === pack.id) await changed();
            else location.assign(`/atelier/${studioId}`);
            setVaried(null);
          }}
        />
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
