/** The documents of the subject: joined, named, placed where they are read; looked at as the desks will. */

import css from "./subjects.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import type { AttachedFile, PlacedDocument, SubjectForm } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AttachedPages } from "../shared/AttachedPages";
import { Dialog } from "../shared/Dialog";
import { sendFile } from "../timetable/sendFile";
import { Fault, type Faults } from "./Fault";

const LARGEST = 12 * 1024 * 1024;
const ACCEPTED = ".pdf,.docx,.odt,.xlsx,.ods,.jpg,.jpeg,.png,.webp";

interface RowsProps {
  subjectId: string;
  form: SubjectForm;
  files: AttachedFile[];
  faults: Faults;
  change: (change: (form: SubjectForm) => SubjectForm) => void;
  attach: (file: AttachedFile) => void;
}

export function DocumentRows({ subjectId, form, files, faults, change, attach }: RowsProps): ReactNode {
  const [waiting, setWaiting] = useState(0);
  const [problems, setProblems] = useState<string[]>([]);
  const [seen, setSeen] = useState<PlacedDocument | null>(null);
  const at = `/api/staff/document-subjects/${subjectId}/documents`;
  const pagesOf = (one: PlacedDocument): number => files.find((file) => file.id === one.id)?.pages ?? 0;
  const noteOf = (one: PlacedDocument): string => files.find((file) => file.id === one.id)?.note ?? "";
  const join = async (chosen: File[]): Promise<void> => {
    setProblems([]);
    setWaiting(chosen.length);
    for (const file of chosen) {
      const path = `${at}?name=${encodeURIComponent(file.name.slice(-200))}`;
      const answer = await sendFile<AttachedFile>("POST", path, file, LARGEST);
      setWaiting((left) => left - 1);
      if (!answer.ok) {
        const { message, remedy } = answer.problem;
        setProblems((known) => [...known, `${file.name} : ${message} ${remedy}`]);
        continue;
      }
      attach(answer.data);
      const title = file.name.replace(/\.[^.]+$/, "").slice(0, 200);
      // Until somebody says where it is read, the candidate does not see it.
      const document: PlacedDocument = { id: answer.data.id, title, place: "jury", exchange: null };
      change((now) => ({ ...now, documents: [...now.documents, document] }));
    }
  };
  const replace = (index: number, by: PlacedDocument): void =>
    change((now) => ({ ...now, documents: now.documents.with(index, by) }));
  return (
    <section className="card col" style={{ padding: 20 }} aria-labelledby="documents">
      <div className="row between wrap">
        <h2 id="documents">{t("Documents")}</h2>
        <label className="btn">
          {waiting > 0 ? t("Lecture des pages…") : t("Joindre des fichiers…")}
          <input
            className={css.file}
            type="file"
            multiple
            disabled={waiting > 0}
            accept={ACCEPTED}
            onChange={(event) => {
              void join([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </label>
      </div>
      <p className="small soft">
        {t(
          "PDF, images, fichiers de texte ou de calcul, affichés page par page. Un document joint se range d'abord chez le jury : dites où le candidat le lit.",
        )}
      </p>
      {problems.map((words) => (
        <p key={words} role="alert" className="warn small">
          {words}
        </p>
      ))}
      {form.documents.map((one, index) => (
        <div key={one.id} className={css.document}>
          <div className={clsx(css.box, "grow")}>
            <label className="small strong">
              {t("Titre du document {n}", { n: index + 1 })}
              <input
                className="field"
                maxLength={200}
                value={one.title}
                {...faults.mark(`documents.${index}.title`)}
                onChange={(event) => replace(index, { ...one, title: event.target.value })}
              />
            </label>
            <Fault faults={faults} field={`documents.${index}.title`} />
            {noteOf(one) && <span className="small soft">{noteOf(one)}</span>}
          </div>
          <div className={clsx(css.box, "grow")}>
            <label className="small strong">
              {t("Où il se lit")}
              <select
                className="field"
                value={`${one.place}/${one.exchange ?? ""}`}
                {...faults.mark(`documents.${index}.place`)}
                onChange={(event) => replace(index, { ...one, ...placeFrom(event.target.value) })}
              >
                <Places form={form} />
              </select>
            </label>
            <Fault faults={faults} field={`documents.${index}.place`} />
          </div>
          <button
            type="button"
            className="btn slim"
            disabled={pagesOf(one) === 0}
            aria-label={t("Voir les pages de {title}", { title: one.title })}
            onClick={() => setSeen(one)}
          >
            {plural(pagesOf(one), "Voir ({n} page)", "Voir ({n} pages)")}
          </button>
          <button
            type="button"
            className="btn slim plain"
            aria-label={t("Retirer {title}", { title: one.title })}
            onClick={() => change((now) => ({ ...now, documents: now.documents.filter((it) => it.id !== one.id) }))}
          >
            {t("Retirer")}
          </button>
        </div>
      ))}
      {seen && (
        <Dialog title={seen.title} width={1180} close={() => setSeen(null)}>
          <AttachedPages
            documents={[{ ...seen, of: null, pages: pagesOf(seen), url: `${at}/${seen.id}` }]}
            label={seen.title}
            isLarge
          />
          <button className="btn" onClick={() => setSeen(null)}>
            {t("Fermer")}
          </button>
        </Dialog>
      )}
    </section>
  );
}

function Places({ form }: { form: SubjectForm }): ReactNode {
  const each = form.exchanges.map((line, index) => ({
    index,
    words: [index + 1, line.customer.trim()].filter(Boolean).join(" · "),
  }));
  return (
    <>
      <optgroup label={t("Jury seulement")}>
        <option value="jury/">{t("Jury : tout le sujet")}</option>
        {each.map(({ index, words }) => (
          <option key={index} value={`jury/${index}`}>
            {t("Jury : échange {which}", { which: words })}
          </option>
        ))}
      </optgroup>
      <optgroup label={t("Candidat et jury")}>
        <option value="company/">{t("Contexte de l'entreprise")}</option>
        <option value="procedure/">{t("Procédure")}</option>
        {each.map(({ index, words }) => (
          <option key={index} value={`customer/${index}`}>
            {t("Fiche du client, échange {which}", { which: words })}
          </option>
        ))}
      </optgroup>
    </>
  );
}

function placeFrom(value: string): Pick<PlacedDocument, "place" | "exchange"> {
  const [place = "jury", exchange = ""] = value.split("/");
  return { place: place as PlacedDocument["place"], exchange: exchange === "" ? null : Number(exchange) };
}
