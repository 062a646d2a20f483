/** The candidate's face of an exchange: all that their desk will show. */

import css from "./studio.module.css";

import { type ReactNode, useState } from "react";

import type { StudioPackView } from "../api/schema";
import { t } from "../i18n/t";
import { getAt, listAt, setAt, textAt } from "./content";
import { FaultNotes, fieldId, useMark } from "./FaultNotes";
import { Segments, TextField } from "./fields";
import { NewCustomer } from "./NewCustomer";
import { useEdited } from "./useItem";
import { wayOf } from "./ways";

const NEW = "+";

export function CandidateFields({
  pack,
  changed,
}: {
  pack: StudioPackView;
  changed: () => Promise<unknown>;
}): ReactNode {
  const { content, set } = useEdited();
  const channel = textAt(content, "candidate.channel");
  const direction = textAt(content, "candidate.direction");
  const turn = (how: { channel?: string; direction?: string }): void => {
    const next = { channel, direction, ...how };
    // The label follows unless the author has given the exchange another.
    const isOwn = textAt(content, "candidate.label") !== wayOf(channel, direction);
    const face = {
      ...(getAt(content, "candidate") as object),
      ...next,
      ...(isOwn ? {} : { label: wayOf(next.channel, next.direction) }),
    };
    set("candidate", face);
  };
  return (
    <section className={`card ${css.left}`} aria-labelledby="candidate-face">
      <div className="row between">
        <h2 id="candidate-face">{t("Face du candidat")}</h2>
        <span className="small soft">{t("tout ce qu'il voit")}</span>
      </div>
      <div className={css.pair}>
        <Segments
          label={t("Canal")}
          value={channel}
          choose={(value) => turn({ channel: value })}
          options={[
            { value: "phone", label: t("Téléphone") },
            { value: "chat", label: t("Chat") },
          ]}
        />
        <Segments
          label={t("Sens")}
          value={direction}
          choose={(value) => turn({ direction: value })}
          options={[
            { value: "inbound", label: t("Entrant") },
            { value: "outbound", label: t("Sortant") },
          ]}
        />
      </div>
      {(direction === "outbound" || textAt(content, "candidate.mission") !== "") && (
        <TextField path="candidate.mission" label={t("Mission")} rows={3} />
      )}
      <CustomerChoice pack={pack} changed={changed} />
      <TextField path="candidate.file_status" label={t("Bandeau du dossier (facultatif)")} />
      <Procedures pack={pack} />
      <Confirmation />
    </section>
  );
}

function CustomerChoice({ pack, changed }: { pack: StudioPackView; changed: () => Promise<unknown> }): ReactNode {
  const { content, set } = useEdited();
  const [isMaking, setMaking] = useState(false);
  const mark = useMark("customer");
  const customers = pack.items
    .filter((one) => one.kind === "customer" && !one.is_removed)
    .sort((a, b) => a.title.localeCompare(b.title, "fr"));
  const chosen = textAt(content, "customer");
  return (
    <div className={css.entry}>
      <label className="label" htmlFor={fieldId("customer")}>
        {t("Dossier du client")}
      </label>
      <select
        {...mark}
        className="field"
        value={chosen}
        onChange={(event) => (event.target.value === NEW ? setMaking(true) : set("customer", event.target.value))}
      >
        <option value="">{t("Choisir…")}</option>
        <option value={NEW}>{t("Nouveau client…")}</option>
        {customers.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title || t("Sans nom")}
          </option>
        ))}
      </select>
      <FaultNotes path="customer" />
      {chosen && customers.some((one) => one.id === chosen) && (
        <a className="small link" href={`/atelier/${pack.id}/customer/${chosen}`}>
          {t("Compléter cette fiche")}
        </a>
      )}
      {isMaking && (
        <NewCustomer
          packId={pack.id}
          close={() => setMaking(false)}
          made={(id) => {
            set("customer", id);
            setMaking(false);
            void changed();
          }}
        />
      )}
    </div>
  );
}

function Procedures({ pack }: { pack: StudioPackView }): ReactNode {
  const { content, set } = useEdited();
  const shown = listAt(content, "candidate.documents");
  const all = pack.items.filter((one) => one.kind === "procedure" && !one.is_removed);
  const titleOf = (id: string): string => all.find((one) => one.id === id)?.title ?? id;
  if (all.length === 0) return null;
  return (
    <div className={css.entry}>
      <label className="label" htmlFor="procedures">
        {t("Procédures mises en tête")}
      </label>
      {shown.length > 0 && (
        <div className="row wrap" style={{ gap: 5 }}>
          {shown.map((id) => (
            <button
              key={id}
              type="button"
              className={css.tag}
              aria-label={t("Retirer {title}", { title: titleOf(id) })}
              onClick={() =>
                set(
                  "candidate.documents",
                  shown.filter((one) => one !== id),
                )
              }
            >
              {titleOf(id)} <span aria-hidden="true">{"×"}</span>
            </button>
          ))}
        </div>
      )}
      <select
        id="procedures"
        className="field"
        value=""
        onChange={(event) => set("candidate.documents", [...shown, event.target.value])}
      >
        <option value="">{t("Ajouter…")}</option>
        {all
          .filter((one) => !shown.includes(one.id))
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
      </select>
    </div>
  );
}

/** Asked of the candidate and expected by the jury at once: one choice for both faces. */
function Confirmation(): ReactNode {
  const { content, set } = useEdited();
  const kind = textAt(content, "candidate.written_confirmation");
  const mark = useMark("candidate.written_confirmation");
  const choose = (value: string): void => {
    const asked = setAt(content, "candidate.written_confirmation", value || null);
    const expected = getAt(content, "jury.expected_confirmation") as object | undefined;
    set("candidate", getAt(asked, "candidate"));
    set("jury.expected_confirmation", value ? { ...expected, kind: value } : null);
  };
  return (
    <div className={css.entry}>
      <label className="label" htmlFor={fieldId("candidate.written_confirmation")}>
        {t("Confirmation écrite")}
      </label>
      <select {...mark} className="field" value={kind} onChange={(event) => choose(event.target.value)}>
        <option value="">{t("Aucune")}</option>
        <option value="mail">{t("Courriel")}</option>
        <option value="letter">{t("Lettre")}</option>
      </select>
      <FaultNotes path="candidate.written_confirmation" />
    </div>
  );
}
