/** Packs that could not be read at start: what is wrong with each, and the way out. */

import type { ReactNode } from "react";

import type { BrokenPackView } from "../api/schema";
import { plural } from "../i18n/t";

export function BrokenPacks({ packs }: { packs: BrokenPackView[] }): ReactNode {
  if (packs.length === 0) return null;
  return (
    <div className="col" role="alert">
      {packs.map((pack) => (
        <div key={pack.folder}>
          <b style={{ color: "var(--c-bad)" }}>{pack.message}</b>
          <ul className="small">
            {pack.faults.map((fault, index) => (
              <li key={index}>
                <span className="num soft">{fault.place}</span> {fault.problem}{" "}
                <span className="soft">{fault.remedy}</span>
              </li>
            ))}
          </ul>
          {pack.more > 0 && (
            <p className="small soft">{plural(pack.more, "Et {n} autre faute.", "Et {n} autres fautes.")}</p>
          )}
          <p className="small">{pack.remedy}</p>
        </div>
      ))}
    </div>
  );
}
