/** Room on the disk, and until when it lasts at the rate of the last days. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import type { DiskForecastView } from "../api/schema";
import { t } from "../i18n/t";

const size = (gigabytes: number): string => gigabytes.toLocaleString("fr-FR", { maximumFractionDigits: 1 });

export function Disk({ disk }: { disk: DiskForecastView }): ReactNode {
  const used = Math.max(0, disk.total_gigabytes - disk.free_gigabytes);
  return (
    <section className={`card ${styles.part}`} aria-labelledby="disque">
      <h2 id="disque" tabIndex={-1}>
        {t("Disque des données")}
      </h2>
      <div className={`meter ${disk.level === "plenty" ? "" : styles.full}`} aria-hidden>
        <i style={{ width: `${(100 * used) / Math.max(1, disk.total_gigabytes)}%` }} />
      </div>
      <p>
        <b>
          {t("{free} Go libres sur {total} Go", { free: size(disk.free_gigabytes), total: size(disk.total_gigabytes) })}
        </b>
      </p>
      <p>{disk.said}</p>
      {disk.holds_backups && (
        <p className="small soft">
          {t("Les sauvegardes sont sur ce même disque : sa panne les emporterait avec les données.")}
        </p>
      )}
    </section>
  );
}
