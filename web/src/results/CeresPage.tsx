/** The entry sheet for CERES: field by field, in its order, to be copied. Nothing is sent anywhere. */

import styles from "./results.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { CeresEntry, CeresField } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";

export default function CeresPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const params = { params: { path: { session_id: sessionId } } };
  const { data, error } = server.useQuery("get", "/api/staff/exam-days/{session_id}/ceres", params);
  return (
    <div className="page">
      <StaffBar title={t("Feuille de saisie CERES")} />
      <main className={`column wide ${styles.column}`}>
        {error !== null && (
          <div className="banner bad" role="alert">
            {wordsOf(error)}
          </div>
        )}
        {data && (
          <>
            <div className="row between wrap">
              <h2 className={styles.title}>{data.title}</h2>
              <a
                className="btn"
                target="_blank"
                rel="noreferrer"
                href={`/api/staff/exam-days/${sessionId}/results/ceres.pdf`}
              >
                {t("Imprimer")}
              </a>
            </div>
            <p className={styles.note}>{data.note}</p>
            {data.entries.map((one) => (
              <Entry key={one.label} entry={one} />
            ))}
          </>
        )}
      </main>
    </div>
  );
}

function Entry({ entry }: { entry: CeresEntry }): ReactNode {
  return (
    <section className="card" aria-label={entry.candidate_name}>
      <h3>
        {`${entry.label} · ${entry.candidate_name} `}
        {!entry.is_complete && <span className="pill ring">{t("délibération non signée")}</span>}
      </h3>
      <dl className={styles.fields}>
        {entry.fields.map((field) => (
          <Field key={field.name} field={field} of={entry.candidate_name} />
        ))}
      </dl>
    </section>
  );
}

function Field({ field, of }: { field: CeresField; of: string }): ReactNode {
  const [state, setState] = useState<"" | "copied" | "refused">("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(field.text);
      setState("copied");
    } catch {
      // Without a secure address the browser has no clipboard: the text stays there to be selected.
      setState("refused");
    }
  };
  return (
    <>
      <dt>{field.name}</dt>
      <dd>{field.text}</dd>
      <dd>
        <button
          className="btn slim"
          aria-label={t("Copier {field}, {name}", { field: field.name, name: of })}
          onClick={() => void copy()}
        >
          {state === "copied" ? t("✓ Copié") : t("Copier")}
        </button>
        <span className="small soft" role="status">
          {state === "refused" ? t("Sélectionnez le texte, puis Ctrl+C.") : ""}
        </span>
      </dd>
    </>
  );
}
