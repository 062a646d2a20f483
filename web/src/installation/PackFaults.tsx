/** What the checker found in a pack, each fault with its remedy; what became of a pack that was read. */

import styles from "./installation.module.css";

import type { ReactNode } from "react";

import type { FaultView, PackReadView } from "../api/schema";
import { plural, t } from "../i18n/t";

export function PackFaults({ faults, more }: { faults: FaultView[]; more: number }): ReactNode {
  if (faults.length === 0) return null;
  return (
    <>
      <ul className={`plain-list ${styles.list}`}>
        {faults.map((one, index) => (
          <li key={index} className={styles.point}>
            <span
              className={`${styles.mark} ${one.severity === "error" ? styles.fault : styles.warning}`}
              role="img"
              aria-label={one.severity === "error" ? t("Erreur") : t("Remarque")}
            >
              {one.severity === "error" ? "✗" : "!"}
            </span>
            <div>
              <p>
                <span className="num soft">{one.place}</span> {one.problem}
              </p>
              <p className="soft">{one.remedy}</p>
            </div>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="small soft">{plural(more, "Et {n} autre point.", "Et {n} autres points.")}</p>}
    </>
  );
}

export function PackOutcome({ read }: { read: PackReadView }): ReactNode {
  return (
    <div className="col" style={{ gap: 6 }}>
      <p role="status" className={read.outcome === "refused" ? styles.fault : "strong"}>
        {read.said}
      </p>
      <PackFaults faults={read.faults} more={read.more} />
    </div>
  );
}
