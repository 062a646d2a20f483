/** A customer, a product, a procedure, a subject, the company: a form made of the model's own schema. */

import css from "./studio.module.css";

import { type ReactNode } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { ItemView, StudioPackView } from "../api/schema";
import { FileTitle } from "../candidate/FileHead";
import { FileTab } from "../candidate/FileTabs";
import { ProductNames } from "../candidate/useDocuments";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { FaultCount, useNextFault } from "./FaultCount";
import type { Kind } from "./itemWriter";
import { OvertakenDialog } from "./OvertakenDialog";
import type { Schema } from "./schemaForm";
import { SchemaFields } from "./SchemaFields";
import { Sequences, without } from "./Sequences";
import { customerOf } from "./shapes";
import { ItemContext, useItem } from "./useItem";
import { SavedWords, Versions } from "./Versions";

const TITLES: Record<Kind, string> = {
  company: "L'entreprise",
  product: "Un produit",
  procedure: "Une procédure",
  customer: "Un client",
  subject: "Un sujet",
  exchange: "Un échange",
  case_study: "Une étude de cas",
};

/** Every word of them. */
export const ITEM_WORDS = Object.values(TITLES);

const isKind = (kind: string): kind is Kind => kind in TITLES;

export default function ItemPage(): ReactNode {
  const { studioId = "", kind: asked = "", itemId = "" } = useParams();
  const kind = isKind(asked) ? asked : "customer";
  const pack = server.useQuery("get", "/api/staff/studio/{studio_id}", { params: { path: { studio_id: studioId } } });
  const schema = server.useQuery(
    "get",
    "/api/staff/studio-forms/{kind}",
    { params: { path: { kind } } },
    { staleTime: Infinity },
  );
  const read = server.useQuery("get", "/api/staff/studio/{studio_id}/items/{kind}/{item_id}", {
    params: { path: { studio_id: studioId, kind, item_id: itemId } },
  });
  const problem = wordsOf(pack.error ?? schema.error ?? read.error);
  return (
    <div className="page">
      <StaffBar title={t(TITLES[kind])}>
        <a className="btn slim plain" href={`/atelier/${studioId}`}>
          {pack.data?.company_name || t("Retour au scénario")}
        </a>
      </StaffBar>
      <main className={`col ${css.list}`}>
        {problem && (
          <p role="alert" className="warn">
            {problem}
          </p>
        )}
        {pack.data && schema.data && read.data && (
          <Form key={itemId} pack={pack.data} schema={schema.data} read={read.data} />
        )}
      </main>
    </div>
  );
}

function Form({ pack, schema, read }: { pack: StudioPackView; schema: Schema; read: ItemView }): ReactNode {
  const item = useItem(pack.id, read);
  const nextFault = useNextFault(item);
  const names = new Map(pack.items.filter((one) => one.kind === "product").map((one) => [one.id, one.title]));
  const isStudy = read.kind === "case_study";
  const customer = read.kind === "customer" ? customerOf(item.content) : null;
  return (
    <ItemContext value={item}>
      <div className={css.sheet}>
        <div className="col">
          <section className="card col" aria-label={t(TITLES[read.kind])}>
            <SchemaFields schema={isStudy ? without(schema, ["sequences"]) : schema} all={schema} items={pack.items} />
          </section>
          {isStudy && <Sequences packId={pack.id} schema={schema} items={pack.items} />}
        </div>
        <div className="col">
          <section className="card col" aria-label={t("Enregistrement")}>
            <div className="row wrap between">
              <SavedWords />
              <button className="btn slim" disabled={!item.mayUndo && item.saving === "saved"} onClick={item.undo}>
                {t("Annuler")}
              </button>
            </div>
            <div className="row wrap">
              <FaultCount next={nextFault} />
            </div>
          </section>
          {customer && (
            <section className="card col" aria-label={t("Aperçu du candidat")}>
              <span className="label">{t("Ce que lit le candidat")}</span>
              <ProductNames value={names}>
                <FileTitle customer={customer} status={null} />
                <FileTab tab="file" customer={customer} updated={null} dial={null} />
              </ProductNames>
            </section>
          )}
          <Versions pack={pack} />
        </div>
      </div>
      {item.overtaken && <OvertakenDialog />}
    </ItemContext>
  );
}
