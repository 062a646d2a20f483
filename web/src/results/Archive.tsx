import styles from "./results.module.css";

import { type ReactNode, useState } from "react";

import type { ArchiveOwed, ArchiveView } from "../api/schema";
import { language, t } from "../i18n/t";
import { day } from "../shared/time";
import { size } from "./words";

interface ArchiveProps {
  archive: ArchiveView | null;
  owed: ArchiveOwed | null;
  /** Whose it is, for its link's name. */
  of: string;
  /** Asks for another one; what was refused, in words. */
  seal: () => Promise<string>;
}

/** A sealed archive to take away with its root, one that is being made, or why none could be. */
export function Archive({ archive, owed, of, seal }: ArchiveProps): ReactNode {
  const [problem, setProblem] = useState("");
  const again = (): void => void seal().then(setProblem);
  return (
    <div className={styles.archive}>
      {archive && (
        <>
          <span>
            {archive.has_sound ? t("Archive scellée, avec le son") : t("Archive scellée")}
            <span className="small soft">
              {` · ${size(archive.bytes, { kilo: t("ko"), mega: t("Mo") }, language())} · ${day(archive.sealed_at)}`}
              {archive.stamp === "stamped" && ` · ${t("horodatée")}`}
              {archive.stamp === "unreachable" && ` · ${t("autorité d'horodatage injoignable")}`}
            </span>
          </span>
          <code className={styles.root}>{archive.root}</code>
          {archive.state === "kept" ? (
            <a
              className="btn slim"
              href={`/api/staff/archives/${archive.id}`}
              aria-label={t("Télécharger l'archive, {name}", { name: of })}
            >
              {t("Télécharger")}
            </a>
          ) : (
            <span className="pill">{t("Effacée")}</span>
          )}
        </>
      )}
      {owed && !owed.is_given_up && <span role="status">{t("Archive en préparation…")}</span>}
      {(owed?.is_given_up ?? archive?.stamp === "unreachable") && (
        <button className="btn slim" onClick={again} aria-label={t("Refaire l'archive, {name}", { name: of })}>
          {owed?.is_given_up ? t("Archive non faite : réessayer") : t("Refaire avec horodatage")}
        </button>
      )}
      {problem && (
        <span role="alert" className={styles.fault}>
          {problem}
        </span>
      )}
    </div>
  );
}
