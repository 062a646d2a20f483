/** The exchange's qualification: each change is kept at once, as a dated fact. */

import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CandidateDesk, Customer, Documents } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { timeOfDay } from "../shared/time";
import { useDocuments } from "./useDocuments";

type Exchange = NonNullable<CandidateDesk["exchange"]>;
type Field = "motif" | "statut" | "suite" | "comment" | "appointment" | "phone" | "second_phone" | "email" | "address";

interface QualificationProps {
  exchange: Exchange;
  customerId: string | null;
  customer: Customer | null;
  live: LiveDesk<CandidateDesk>;
}

export function Qualification({ exchange, customerId, customer, live }: QualificationProps): ReactNode {
  const documents = useDocuments();
  const values = exchange.qualification;
  const isOff = !customerId;
  const change = (field: Field, value: string): void => {
    if (customerId && value !== values[field]) void live.send({ type: "file.change", customer_id: customerId, field, value });
  };
  return (
    <>
      <div className="row between">
        <span className="label">{t("Qualification de l'échange")}</span>
        <span className="tiny soft num">{values.changed_at ? t("enregistré à {time}", { time: timeOfDay(values.changed_at) }) : ""}</span>
      </div>
      {isOff && <p className="small soft">{t("Ouvrez la fiche du client pour qualifier l'échange.")}</p>}
      <Choice label={t("Motif")} field="motif" value={values.motif} off={isOff} documents={documents} change={change} />
      <Choice label={t("Statut")} field="statut" value={values.statut} off={isOff} documents={documents} change={change} />
      <Choice label={t("Suite à donner")} field="suite" value={values.suite} off={isOff} documents={documents} change={change} />
      <Typed label={t("Commentaire")} field="comment" value={values.comment} off={isOff} change={change} lines={3} />
      <Typed label={t("Rendez-vous")} field="appointment" value={values.appointment} off={isOff} change={change} />
      <details>
        <summary className="small strong">{t("Mettre à jour les coordonnées")}</summary>
        <div className="col" style={{ marginTop: 6 }}>
          <Typed label={t("Téléphone")} field="phone" value={values.phone} hint={customer?.phone} off={isOff} change={change} />
          <Typed label={t("Second téléphone")} field="second_phone" value={values.second_phone} hint={customer?.second_phone ?? ""} off={isOff} change={change} />
          <Typed label={t("Courriel")} field="email" value={values.email} hint={customer?.email ?? ""} off={isOff} change={change} />
          <Typed label={t("Adresse")} field="address" value={values.address} hint={customer?.address.lines.join(", ")} off={isOff} change={change} />
        </div>
      </details>
    </>
  );
}

interface ChoiceProps {
  label: string;
  field: "motif" | "statut" | "suite";
  value: string;
  off: boolean;
  documents: Documents | null;
  change: (field: Field, value: string) => void;
}

function Choice({ label, field, value, off, documents, change }: ChoiceProps): ReactNode {
  const lists = { motif: "motifs", statut: "statuts", suite: "suites" } as const;
  const options = documents?.qualification[lists[field]] ?? [];
  return (
    <label className="small strong">
      {label}
      <select className="field" value={value} disabled={off} onChange={(event) => change(field, event.target.value)}>
        <option value="">{t("À choisir…")}</option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TypedProps {
  label: string;
  field: Field;
  value: string;
  hint?: string;
  off: boolean;
  lines?: number;
  change: (field: Field, value: string) => void;
}

function Typed({ label, field, value, hint = "", off, lines = 1, change }: TypedProps): ReactNode {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // What the server says replaces the field, unless something newer is being typed here.
    if (text === sent.current) setText(value);
    sent.current = value;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = window.setTimeout(() => {
      sent.current = text;
      change(field, text);
    }, 700);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  const props = { className: "field", value: text, disabled: off, placeholder: hint, maxLength: 4000 };
  return (
    <label className="small strong">
      {label}
      {lines > 1 ? (
        <textarea rows={lines} {...props} onChange={(event) => setText(event.target.value)} />
      ) : (
        <input {...props} onChange={(event) => setText(event.target.value)} />
      )}
    </label>
  );
}
