/** What the jury also considers of a candidate: joined here, taken away by the jury; what is missing is said. */

import styles from "./timetable.module.css";

import { type ReactNode, useEffect, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { DocumentView } from "../api/schema";
import { t } from "../i18n/t";
import { sendFile } from "./sendFile";

const LARGEST = 12 * 1024 * 1024;

export function Documents({ seatId, isReader = false }: { seatId: string; isReader?: boolean }): ReactNode {
  const path = `/api/staff/candidate-documents/${seatId}`;
  const [documents, setDocuments] = useState<DocumentView[]>([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const params = { path: { seat_id: seatId } };
    void client.GET("/api/staff/candidate-documents/{seat_id}", { params }).then(({ data, error }) => {
      if (data) setDocuments(data);
      else setProblem(wordsOf(error));
    });
  }, [seatId]);
  const join = async (kind: string, file: File | undefined): Promise<void> => {
    if (!file) return;
    const name = encodeURIComponent(file.name.slice(-200));
    const answer = await sendFile<DocumentView[]>("PUT", `${path}/${kind}?name=${name}`, file, LARGEST);
    setProblem(answer.ok ? "" : `${answer.problem.message} ${answer.problem.remedy}`);
    if (answer.ok) setDocuments(answer.data);
  };
  const remove = async (kind: DocumentView["kind"]): Promise<void> => {
    const { data, error } = await client.DELETE("/api/staff/candidate-documents/{seat_id}/{document_kind}", {
      params: { path: { seat_id: seatId, document_kind: kind } },
    });
    setProblem(wordsOf(error));
    if (data) setDocuments(data);
  };
  return (
    <div className="col small" style={{ gap: 4, padding: "6px 0 6px 18px" }}>
      {problem && (
        <p role="alert" style={{ color: "var(--c-bad)" }}>
          {problem}
        </p>
      )}
      {documents
        .filter((one) => one.is_expected || one.url)
        .map((one) => (
          <div key={one.kind} className="row wrap">
            <span style={{ minWidth: 150 }}>{one.words}</span>
            {one.url ? <a href={one.url}>{one.name}</a> : <b>{t("absent")}</b>}
            {!isReader && (
              <label className="btn slim">
                {one.url ? t("Remplacer…") : t("Joindre…")}
                <input
                  className={styles.file}
                  type="file"
                  aria-label={t("Joindre : {what}", { what: one.words })}
                  accept=".pdf,.docx,.odt,.jpg,.jpeg,.png"
                  onChange={(event) => {
                    void join(one.kind, event.target.files?.[0]);
                    event.target.value = "";
                  }}
                />
              </label>
            )}
            {!isReader && one.url && (
              <button className="btn slim plain" onClick={() => void remove(one.kind)}>
                {t("Retirer")}
              </button>
            )}
          </div>
        ))}
    </div>
  );
}
