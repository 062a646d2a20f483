/** Backups: the last, the next, the last trial; one now; those that are kept, to take away with a second factor. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import { server, wordsOf } from "../api/client";
import type { BackupFileView, BackupsView } from "../api/schema";
import { t } from "../i18n/t";
import { moment } from "./moment";

export function Backups({ backups, again }: { backups: BackupsView; again: () => void }): ReactNode {
  const asking = server.useMutation("post", "/api/staff/installation/backups", { onSettled: again });
  const isBusy = backups.at_work !== "" || backups.is_asked || asking.isPending;
  const problem = wordsOf(asking.error);
  return (
    <section className={`card ${styles.part}`} aria-labelledby="sauvegardes">
      <div className={styles.head}>
        <h2 id="sauvegardes" tabIndex={-1}>
          {t("Sauvegardes")}
        </h2>
        {backups.folder && (
          <button className="btn" disabled={isBusy} onClick={() => asking.mutate({})}>
            {t("Sauvegarder maintenant")}
          </button>
        )}
      </div>
      <p role="status" className="soft">
        {workWords(backups)}
      </p>
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
      {backups.level !== "ok" && !isBusy && (
        <p>
          <b className={backups.level === "fault" ? styles.fault : ""}>{backups.said}</b> {backups.remedy}
        </p>
      )}
      {backups.folder && <Dates backups={backups} />}
      {backups.files.length > 0 && <Files backups={backups} />}
    </section>
  );
}

function workWords(backups: BackupsView): string {
  if (backups.at_work === "backup") return t("Une sauvegarde est en cours ; les séances continuent.");
  if (backups.at_work === "trial") return t("Une sauvegarde est essayée ; les séances continuent.");
  return backups.is_asked ? t("Une sauvegarde va commencer, dès que plus personne ne téléphone.") : "";
}

function Dates({ backups }: { backups: BackupsView }): ReactNode {
  const [last] = backups.files;
  const trial = backups.last_trial;
  return (
    <dl className={`facts ${styles.dates}`}>
      <dt>{t("Dernière")}</dt>
      <dd>{last ? moment(last.made_at) : t("aucune encore")}</dd>
      <dt>{t("Prochaine")}</dt>
      <dd>{backups.next_at ? moment(backups.next_at) : ""}</dd>
      <dt>{t("Essai de restauration")}</dt>
      <dd>
        {trial === null && t("à la suite de la prochaine sauvegarde")}
        {trial &&
          (trial.problem ? t("échoué, {at}", { at: moment(trial.at) }) : t("réussi, {at}", { at: moment(trial.at) }))}
      </dd>
      {backups.next_trial_at && (
        <>
          <dt>{t("Prochain essai")}</dt>
          <dd>{moment(backups.next_trial_at)}</dd>
        </>
      )}
      <dt>{t("Rangées dans")}</dt>
      <dd className={styles.path}>{backups.folder}</dd>
    </dl>
  );
}

function Files({ backups }: { backups: BackupsView }): ReactNode {
  return (
    <div>
      <h3 className={styles.small}>{t("Conservées")}</h3>
      <div className={styles.files} role="region" aria-label={t("Sauvegardes conservées")} tabIndex={0}>
        <ul className="plain-list">
          {backups.files.map((one) => (
            <File key={one.name} file={one} />
          ))}
        </ul>
      </div>
      {!backups.may_download && (
        <p className="small soft">
          {t(
            "Elles contiennent les voix et les secrets : pour les télécharger, protégez votre compte par un second facteur.",
          )}{" "}
          <a className="link" href="/compte">
            {t("Mon compte")}
          </a>
        </p>
      )}
    </div>
  );
}

function File({ file }: { file: BackupFileView }): ReactNode {
  return (
    <li>
      <span className="num">{moment(file.made_at)}</span>
      <span className="num soft">
        {t("{n} Mo", { n: file.megabytes.toLocaleString("fr-FR", { maximumFractionDigits: 1 }) })}
      </span>
      {file.download_url && (
        <a
          className="btn slim"
          href={file.download_url}
          download
          aria-label={t("Télécharger la sauvegarde du {at}", { at: moment(file.made_at) })}
        >
          {t("Télécharger")}
        </a>
      )}
    </li>
  );
}
