/** Where the writing stands: the draft, its earlier states, what was published and who plays it. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { StudioPackView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { shortDay, timeOfDay } from "../shared/time";
import { Differences } from "./Differences";
import { useEdited } from "./useItem";

export function SavedWords(): ReactNode {
  const { saving, savedAt, problem } = useEdited();
  return (
    <span className="small soft num" role="status">
      {saving === "saved" && t("Enregistré à {time}", { time: timeOfDay(savedAt).slice(0, 5) })}
      {saving === "waiting" && t("Enregistrement…")}
      {saving === "failed" && (problem || t("Non enregistré"))}
    </span>
  );
}

export function Versions({ pack }: { pack: StudioPackView }): ReactNode {
  const [open, setOpen] = useState<"states" | "changes" | null>(null);
  const [newest] = pack.versions;
  return (
    <section className="card col" aria-labelledby="versions">
      <div className="row between wrap">
        <h2 id="versions">{t("Versions")}</h2>
        <button className="btn slim" onClick={() => setOpen("states")}>
          {t("États précédents…")}
        </button>
      </div>
      <ul className={css.versions}>
        <li>
          <span className="pill ring">{t("Brouillon")}</span>
          {newest ? (
            <button className="link small" onClick={() => setOpen("changes")}>
              {plural(pack.changes, "{n} changement depuis la v{v}", "{n} changements depuis la v{v}", {
                v: newest.number,
              })}
            </button>
          ) : (
            <span className="small soft">{t("jamais publié")}</span>
          )}
        </li>
        {pack.versions.slice(0, 2).map((one) => (
          <li key={one.number}>
            <span className={`pill ${pack.retired_at ? "" : "live"}`}>
              {pack.retired_at ? t("Retirée v{n}", { n: one.number }) : t("Publiée v{n}", { n: one.number })}
            </span>
            <span className="small soft num">
              {[
                shortDay(one.published_at),
                plural(one.sessions, "{n} séance s'en sert", "{n} séances s'en servent"),
              ].join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {open === "states" && <States packId={pack.id} close={() => setOpen(null)} />}
      {open === "changes" && newest && <Changes packId={pack.id} version={newest.number} close={() => setOpen(null)} />}
    </section>
  );
}

/** The states of this item, each with what differs from now; any can be gone back to. */
function States({ packId, close }: { packId: string; close: () => void }): ReactNode {
  const item = useEdited();
  const { kind, id } = item;
  const { data, error } = server.useQuery("get", "/api/staff/studio/{studio_id}/items/{kind}/{item_id}/states", {
    params: { path: { studio_id: packId, kind, item_id: id } },
  });
  return (
    <Dialog title={t("États précédents")} width={720} close={close}>
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
      {data?.length === 0 && <p className="soft">{t("Il n'y en a pas encore : vous écrivez le premier.")}</p>}
      <div className={css.differing}>
        {data?.map((one) => (
          <details key={one.number} className={css.choosing}>
            <summary className="row between">
              <span className="num">
                {t("{day} à {time}, {name}", {
                  day: shortDay(one.changed_at),
                  time: timeOfDay(one.changed_at),
                  name: one.changed_by,
                })}
              </span>
              <span className="small soft">{plural(one.differences.length, "{n} différence", "{n} différences")}</span>
            </summary>
            <Differences all={one.differences} />
            <button
              className="btn slim"
              onClick={() => {
                item.goBack(one.number);
                close();
              }}
            >
              {t("Revenir à cet état")}
            </button>
          </details>
        ))}
      </div>
      <button className="btn" onClick={close}>
        {t("Fermer")}
      </button>
    </Dialog>
  );
}

export function Changes({ packId, version, close }: { packId: string; version: number; close: () => void }): ReactNode {
  const { data, error } = server.useQuery(
    "get",
    "/api/staff/studio/{studio_id}/versions/{version_number}/differences",
    { params: { path: { studio_id: packId, version_number: version } } },
  );
  return (
    <Dialog title={t("De la version {n} au brouillon", { n: version })} width={720} close={close}>
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
      <div className={css.differing}>{data && <Differences all={data} />}</div>
      <button className="btn" onClick={close}>
        {t("Fermer")}
      </button>
    </Dialog>
  );
}
