/** The exchange as it will stand on a desk, in the desks' own components, while it is written. */

import css from "./studio.module.css";

import type { ReactNode } from "react";

import { server } from "../api/client";
import type { StudioPackView } from "../api/schema";
import { FileTitle, Mission } from "../candidate/FileHead";
import { FileTab } from "../candidate/FileTabs";
import { ProductNames } from "../candidate/useDocuments";
import { plural, t } from "../i18n/t";
import { Face } from "../jury/Face";
import { textAt } from "./content";
import { customerOf, faceOf, readingSeconds } from "./shapes";
import { useEdited } from "./useItem";
import { wayOfContent } from "./ways";

export function JuryPreview({ customer }: { customer: string }): ReactNode {
  const { content } = useEdited();
  const isOutbound = textAt(content, "candidate.direction") === "outbound";
  const seconds = readingSeconds(content);
  return (
    <div className={css.preview} role="region" aria-label={t("Aperçu du jury")} tabIndex={0}>
      <div className="row between">
        <span className="label">{t("Ce que lit le jury")}</span>
        <span className={`pill ${seconds > 30 ? "ring" : ""}`}>
          {plural(seconds, "Carte lue en {n} seconde", "Carte lue en {n} secondes")}
        </span>
      </div>
      <div className="card">
        <Face
          exchange={{
            customer_name: customer || t("Client à choisir"),
            face: faceOf(content),
            mission: isOutbound ? textAt(content, "candidate.mission") || "—" : null,
          }}
          compact={textAt(content, "candidate.channel") === "chat"}
        />
      </div>
    </div>
  );
}

export function CandidatePreview({ pack }: { pack: StudioPackView }): ReactNode {
  const { content } = useEdited();
  const customerId = textAt(content, "customer");
  const isThere = pack.items.some((one) => one.kind === "customer" && one.id === customerId);
  const { data } = server.useQuery(
    "get",
    "/api/staff/studio/{studio_id}/items/{kind}/{item_id}",
    { params: { path: { studio_id: pack.id, kind: "customer", item_id: customerId } } },
    { enabled: isThere },
  );
  const mission = textAt(content, "candidate.mission");
  const isOutbound = textAt(content, "candidate.direction") === "outbound";
  const customer = isThere && data ? customerOf(data.content) : null;
  const names = new Map(pack.items.filter((one) => one.kind === "product").map((one) => [one.id, one.title]));
  return (
    <div className={css.preview} role="region" aria-label={t("Aperçu du candidat")} tabIndex={0}>
      <div className="row between">
        <span className="label">{t("Ce que lit le candidat")}</span>
        <span className="pill">{wayOfContent(content)}</span>
      </div>
      <div className="card" style={{ padding: 0 }}>
        {isOutbound && (
          <Mission
            exchange={{ mission: mission || "—", dial_number: customer?.phone ?? null, wrap_up_since: null }}
            dial={null}
          />
        )}
        <div className="col" style={{ padding: "14px 16px" }}>
          {customer ? (
            <ProductNames value={names}>
              <FileTitle customer={customer} status={textAt(content, "candidate.file_status") || null} />
              <FileTab tab="file" customer={customer} updated={null} dial={null} />
            </ProductNames>
          ) : (
            <p className="soft">{t("Choisissez le dossier du client pour le voir ici.")}</p>
          )}
        </div>
      </div>
      {!isOutbound && (
        <p className="small soft">{t("À l'arrivée de l'échange, le candidat cherche lui-même ce dossier.")}</p>
      )}
    </div>
  );
}
