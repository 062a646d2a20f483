/** All subjects in documents, and the first step of a new one. */

import { type ReactNode, type SubmitEvent, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import { plural, t } from "../i18n/t";
import { textIn } from "../shared/formText";
import { StaffBar } from "../shared/StaffBar";
import { day } from "../shared/time";
import { WideTable } from "../shared/WideTable";

export default function SubjectsPage(): ReactNode {
  const { data: subjects, isError, error, refetch } = server.useQuery("get", "/api/staff/document-subjects");
  return (
    <div className="page">
      <StaffBar title={t("Sujets en documents")} />
      <main className="column wide">
        <p className="soft">
          {t(
            "Pour un sujet reçu sur papier ou en fichiers : joignez ses documents, écrivez une ligne par échange, et il se joue comme les autres.",
          )}
        </p>
        {isError && (
          <p role="alert">
            <span className="warn">{wordsOf(error)}</span>{" "}
            <button className="btn slim" onClick={() => void refetch()}>
              {t("Réessayer")}
            </button>
          </p>
        )}
        <NewSubject />
        {subjects && subjects.length > 0 && (
          <WideTable label={t("Sujets en documents")}>
            <table className="list card">
              <thead>
                <tr>
                  <th>{t("Sujet")}</th>
                  <th>{t("Entreprise")}</th>
                  <th>{t("Échanges")}</th>
                  <th>{t("Documents")}</th>
                  <th>{t("Modifié le")}</th>
                  <th>{t("État")}</th>
                  <th>
                    <span className="sr">{t("Supprimer")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {subjects.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <a className="link strong" href={`/sujets/${one.id}`}>
                        {one.title || t("Sans titre")}
                      </a>
                    </td>
                    <td>{one.company}</td>
                    <td className="num">{one.exchanges}</td>
                    <td className="num">{one.documents}</td>
                    <td className="num">{day(one.changed_at)}</td>
                    <td>
                      {one.faults === 0
                        ? t("Prêt")
                        : plural(one.faults, "{n} point à compléter", "{n} points à compléter")}
                    </td>
                    <td>
                      <Remove id={one.id} title={one.title} removed={() => void refetch()} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
        )}
      </main>
    </div>
  );
}

function NewSubject(): ReactNode {
  const { mutate, error } = server.useMutation("post", "/api/staff/document-subjects", {
    onSuccess: (made) => location.assign(`/sujets/${made.id}`),
  });
  const create = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const format = textIn(form, "format");
    mutate({
      body: {
        title: textIn(form, "title"),
        exam_format: format === "title" || format === "ccp1" || format === "ccp2" ? format : null,
      },
    });
  };
  return (
    <form className="card col" style={{ padding: 20 }} onSubmit={create}>
      <h2>{t("Nouveau sujet")}</h2>
      <div className="two">
        <label className="small strong">
          {t("Titre du sujet")}
          <input className="field" name="title" required minLength={3} maxLength={200} />
        </label>
        <label className="small strong">
          {t("Épreuve")}
          <select className="field" name="format">
            <option value="title">{t("Titre professionnel : six échanges")}</option>
            <option value="ccp1">{t("CCP 1 : deux échanges")}</option>
            <option value="ccp2">{t("CCP 2 : trois échanges")}</option>
            <option value="">{t("Entraînement, sans format imposé")}</option>
          </select>
        </label>
      </div>
      {error && (
        <p role="alert" className="warn">
          {wordsOf(error)}
        </p>
      )}
      <div>
        <button className="btn primary">{t("Commencer")}</button>
      </div>
    </form>
  );
}

/** Two presses: its documents are gone then, but for sessions that play it. */
function Remove({ id, title, removed }: { id: string; title: string; removed: () => void }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    await client.DELETE("/api/staff/document-subjects/{subject_id}", { params: { path: { subject_id: id } } });
    removed();
  };
  return isAsking ? (
    <span className="row">
      <button className="btn slim" onClick={() => setAsking(false)}>
        {t("Non")}
      </button>
      <button className="btn slim stop" onClick={() => void remove()}>
        {t("Supprimer le sujet")}
      </button>
    </span>
  ) : (
    <button className="btn slim plain" aria-label={t("Supprimer {title}…", { title })} onClick={() => setAsking(true)}>
      {t("Supprimer…")}
    </button>
  );
}
