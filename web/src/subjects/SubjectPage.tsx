/** One subject in documents: its form, its documents, and what is still missing before it can be played. */

import css from "./subjects.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { ExchangeLine, SubjectForm, SubjectView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { DocumentRows } from "./DocumentRows";
import { ExchangeRow } from "./ExchangeRow";
import { Fault, Faults } from "./Fault";
import { type Subject, useSubject } from "./useSubject";

const MOST_EXCHANGES = 12;
const BLANK: ExchangeLine = {
  channel: "phone",
  direction: "inbound",
  customer: "",
  phone: "",
  mission: "",
  competences: [],
  minutes: 8,
  confirmation: "",
};

export default function SubjectPage(): ReactNode {
  const { subjectId = "" } = useParams();
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/document-subjects/{subject_id}",
    { params: { path: { subject_id: subjectId } } },
    { staleTime: Infinity },
  );
  return (
    <div className="page">
      <StaffBar title={t("Sujet en documents")} />
      <main className="column wide">
        {error && (
          <section className="card col" style={{ padding: 20 }} role="alert">
            <p>{wordsOf(error)}</p>
            <div className="row">
              <button className="btn" onClick={() => void refetch()}>
                {t("Réessayer")}
              </button>
              <a className="btn plain" href="/sujets">
                {t("Tous les sujets en documents")}
              </a>
            </div>
          </section>
        )}
        {data && <Form key={data.id} read={data} />}
      </main>
    </div>
  );
}

function Form({ read }: { read: SubjectView }): ReactNode {
  const subject = useSubject(read);
  const { form, change } = subject;
  const [isChecked, setChecked] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const faults = new Faults(isChecked ? subject.faults : []);
  const set = (by: Partial<SubjectForm>): void => change((now) => ({ ...now, ...by }));
  const line = (index: number, by: ExchangeLine): void =>
    change((now) => ({ ...now, exchanges: now.exchanges.with(index, by) }));
  const remove = (index: number): void => change((now) => withoutExchange(now, index));
  const check = (): void => {
    setChecked(true);
    // Once they are on the page.
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
  };
  useEffect(() => {
    document.title = `${form.title} – Combiné`;
  }, [form.title]);
  return (
    <div ref={page} className="col" style={{ gap: 14 }}>
      <section className="card col" style={{ padding: 20 }}>
        <div className="two">
          <div className={css.box}>
            <label className="small strong">
              {t("Titre du sujet")}
              <input
                className="field"
                maxLength={200}
                value={form.title}
                {...faults.mark("title")}
                onChange={(event) => set({ title: event.target.value })}
              />
            </label>
            <Fault faults={faults} field="title" />
          </div>
          <div className={css.box}>
            <label className="small strong">
              {t("Entreprise")}
              <input
                className="field"
                maxLength={200}
                value={form.company}
                {...faults.mark("company")}
                onChange={(event) => set({ company: event.target.value })}
              />
            </label>
            <Fault faults={faults} field="company" />
          </div>
        </div>
      </section>
      <section className="card col" style={{ padding: 20, gap: 12 }} aria-labelledby="exchanges">
        <h2 id="exchanges">{t("Échanges")}</h2>
        <Fault faults={faults} field="exchanges" />
        {form.exchanges.map((one, index) => (
          // An exchange has no other name than its place.
          <ExchangeRow
            key={index}
            index={index}
            line={one}
            faults={faults}
            change={(by) => line(index, by)}
            remove={() => remove(index)}
          />
        ))}
        {form.exchanges.length < MOST_EXCHANGES && (
          <div>
            <button
              type="button"
              className="btn slim"
              onClick={() => change((now) => ({ ...now, exchanges: [...now.exchanges, BLANK] }))}
            >
              {t("Ajouter un échange")}
            </button>
          </div>
        )}
      </section>
      <DocumentRows
        subjectId={read.id}
        form={form}
        files={subject.files}
        faults={faults}
        change={change}
        attach={subject.attach}
      />
      <Lists form={form} faults={faults} set={set} />
      <Foot subject={subject} isChecked={isChecked} check={check} />
    </div>
  );
}

/** What the candidate chooses from to qualify: a standard set, to be changed where the subject has its own. */
function Lists({
  form,
  faults,
  set,
}: {
  form: SubjectForm;
  faults: Faults;
  set: (by: Partial<SubjectForm>) => void;
}): ReactNode {
  const lists: ["motifs" | "statuts" | "suites", string][] = [
    ["motifs", t("Motifs")],
    ["statuts", t("Statuts")],
    ["suites", t("Suites")],
  ];
  const isWrong = lists.some(([name]) => faults.of(name).length > 0);
  return (
    <details className="card" style={{ padding: "14px 20px" }} open={isWrong || undefined}>
      <summary className="strong">{t("Listes de qualification (une série courante est proposée)")}</summary>
      <div className={css.line} style={{ marginTop: 10 }}>
        {lists.map(([name, words]) => (
          <div key={name} className={clsx(css.box, css.wide)}>
            <label className="small strong">
              {t("{list}, un par ligne", { list: words })}
              <textarea
                className="field"
                rows={8}
                value={form[name].join("\n")}
                {...faults.mark(name)}
                onChange={(event) =>
                  set({
                    [name]: event.target.value
                      .split("\n")
                      .slice(0, 40)
                      .map((one) => one.slice(0, 80)),
                  })
                }
              />
            </label>
            <Fault faults={faults} field={name} />
          </div>
        ))}
      </div>
    </details>
  );
}

function Foot({ subject, isChecked, check }: { subject: Subject; isChecked: boolean; check: () => void }): ReactNode {
  const { faults, saving, problem } = subject;
  const isReady = faults.length === 0 && saving === "saved";
  const left = plural(faults.length, "{n} point à compléter", "{n} points à compléter");
  return (
    <section className={`card row wrap ${css.foot}`} aria-label={t("État du sujet")}>
      <span className="grow" role="status">
        {isReady ? (
          <b>{t("Le sujet est prêt : il se choisit à la création d'une séance.")}</b>
        ) : isChecked ? (
          <b>{left}</b>
        ) : (
          <span className="soft">{left}</span>
        )}{" "}
        <span className="small soft">
          {saving === "saved" ? t("Enregistré") : saving === "waiting" ? t("Enregistrement…") : t("Non enregistré")}
        </span>
        {problem && <span className="warn small">{` ${problem}`}</span>}
      </span>
      {isReady ? (
        <a className="btn primary" href="/sessions">
          {t("Créer la séance")}
        </a>
      ) : (
        <button className="btn primary" onClick={check}>
          {t("Vérifier le sujet")}
        </button>
      )}
    </section>
  );
}

/** Documents of the exchange that goes become the jury's; those of later ones move up with them. */
export function withoutExchange(form: SubjectForm, index: number): SubjectForm {
  return {
    ...form,
    exchanges: form.exchanges.toSpliced(index, 1),
    documents: form.documents.map((one) => {
      if (one.exchange === null || one.exchange === undefined || one.exchange < index) return one;
      if (one.exchange > index) return { ...one, exchange: one.exchange - 1 };
      return { ...one, place: "jury", exchange: null };
    }),
  };
}
