import styles from "./results.module.css";

import { type ReactNode, useState } from "react";

import type { ArchiveOwed, ArchiveView } from "../api/schema";
import { language, plural, t } from "../i18n/t";
import { day, timeOfDay } from "../shared/time";
import { size } from "./words";

interface ArchiveProps {
  archive: ArchiveView | null;
  /** All the others that were sealed of the same. */
  others: ArchiveView[];
  owed: ArchiveOwed | null;
  /** Whose it is, for its link's name. */
  of: string;
  /** Asks for another one; what was refused, in words. */
  seal: () => Promise<string>;
}

/** A sealed archive to take away with its root, one that is being made, or why none could be. */
export function Archive({ archive, others, owed, of, seal }: ArchiveProps): ReactNode {
  const [problem, setProblem] = useState("");
  const again = (): void => void seal().then(setProblem);
  return (
    <div className={styles.archive}>
      {archive && <Sealed archive={archive} of={of} />}
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
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{plural(others.length, "{n} autre archive", "{n} autres archives")}</summary>
          {others.map((one) => (
            <div key={one.id} className={styles.archive}>
              <Sealed archive={one} of={`${of}, ${one.root.slice(0, 9)}`} />
            </div>
          ))}
        </details>
      )}
    </div>
  );
}

function Sealed({ archive, of }: { archive: ArchiveView; of: string }): ReactNode {
  return (
    <>
      <span>
        {archive.has_sound ? t("Archive scellée, avec le son") : t("Archive scellée")}
        {archive.is_of_former_page && ` · ${t("page corrigée depuis")}`}
        <span className="small soft">
          {` · ${size(archive.bytes, { kilo: t("ko"), mega: t("Mo") }, language())} · ${day(archive.sealed_at)} ${timeOfDay(archive.sealed_at)}`}
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
  );
}
