/** The exchange's qualification: each change is kept at once, as a dated fact. */

import css from "./file.module.css";

import type { ReactNode } from "react";

import type { CandidateDesk, Customer, Documents } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { Message } from "../live/waiting";
import { SavedMark } from "../shared/SavedMark";
import { useAutosave } from "../shared/useAutosave";
import { useDocuments } from "./useDocuments";

type Exchange = NonNullable<CandidateDesk["exchange"]>;
type Field = "motif" | "statut" | "suite" | "comment" | "appointment" | "phone" | "second_phone" | "email" | "address";
type Change = (field: Field, value: string) => Promise<boolean>;

interface QualificationProps {
  exchange: Exchange;
  customerId: string | null;
  customer: Customer | null;
  live: LiveDesk<CandidateDesk>;
  /** What the server has not answered yet: shown as chosen. */
  pending: Message[];
}

export function Qualification({ exchange, customerId, customer, live, pending }: QualificationProps): ReactNode {
  const documents = useDocuments().data ?? null;
  const values = exchange.qualification;
  const chosen = (field: keyof typeof LISTS): string => {
    const last = pending.findLast(
      (one) => one.type === "file.change" && one.customer_id === customerId && one.field === field,
    );
    return (last?.value as string | undefined) ?? values[field];
  };
  const isOff = !customerId;
  const change: Change = async (field, value) => {
    if (!customerId) return false;
    return (await live.send({ type: "file.change", customer_id: customerId, field, value })).ok;
  };
  const typed = (field: Field, label: string, hint = "", lines = 1): ReactNode => (
    <Typed
      key={`${exchange.run_id}.${field}.${customerId ?? ""}`}
      label={label}
      field={field}
      value={values[field]}
      keepKey={`combine.file.${exchange.run_id}.${customerId ?? ""}.${field}`}
      hint={hint}
      lines={lines}
      isOff={isOff}
      change={change}
    />
  );
  const contact = customer?.address;
  return (
    <>
      <div className="row between">
        <h3 className="label">{t("Qualification de l'échange")}</h3>
        <SavedMark status="saved" savedAt={values.changed_at} />
      </div>
      {isOff && <p className="small soft">{t("Ouvrez la fiche du client pour qualifier l'échange.")}</p>}
      <Choice
        label={t("Motif")}
        field="motif"
        value={chosen("motif")}
        isOff={isOff}
        documents={documents}
        change={change}
      />
      <Choice
        label={t("Statut")}
        field="statut"
        value={chosen("statut")}
        isOff={isOff}
        documents={documents}
        change={change}
      />
      <Choice
        label={t("Suite à donner")}
        field="suite"
        value={chosen("suite")}
        isOff={isOff}
        documents={documents}
        change={change}
      />
      {typed("comment", t("Commentaire"), "", 4)}
      {typed("appointment", t("Rendez-vous"), t("Jour, heure, lieu"))}
      <details className={css.contacts}>
        <summary className="small strong">{t("Mettre à jour les coordonnées")}</summary>
        <div className="col" style={{ marginTop: 8 }}>
          {typed("phone", t("Téléphone"), customer?.phone)}
          {typed("second_phone", t("Second téléphone"), customer?.second_phone ?? "")}
          {typed("email", t("Courriel"), customer?.email ?? "")}
          {typed(
            "address",
            t("Adresse"),
            contact ? [...contact.lines, `${contact.postcode} ${contact.city}`].join(", ") : "",
          )}
        </div>
      </details>
    </>
  );
}

interface ChoiceProps {
  label: string;
  field: "motif" | "statut" | "suite";
  value: string;
  isOff: boolean;
  documents: Documents | null;
  change: Change;
}

const LISTS = { motif: "motifs", statut: "statuts", suite: "suites" } as const;

function Choice({ label, field, value, isOff, documents, change }: ChoiceProps): ReactNode {
  const options = documents?.qualification[LISTS[field]] ?? [];
  return (
    <label className="small strong">
      {label}
      <select
        className="field"
        value={value}
        disabled={isOff}
        onChange={(event) => void change(field, event.target.value)}
      >
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
  hint: string;
  isOff: boolean;
  lines: number;
  change: Change;
  /** Where this browser keeps what the server does not have yet. */
  keepKey: string;
}

function Typed({ label, field, value, hint, isOff, lines, change, keepKey }: TypedProps): ReactNode {
  const { text, status, type, flush } = useAutosave(value, (words) => change(field, words), keepKey);
  const shared = {
    className: "field",
    value: text,
    disabled: isOff,
    placeholder: hint,
    maxLength: 4000,
    onBlur: flush,
  };
  return (
    <label className="small strong">
      <span className="row between">
        {label}
        {status !== "saved" && <SavedMark status={status} savedAt={null} />}
      </span>
      {lines > 1 ? (
        <textarea rows={lines} {...shared} onChange={(event) => type(event.target.value)} />
      ) : (
        <input {...shared} onChange={(event) => type(event.target.value)} />
      )}
    </label>
  );
}
