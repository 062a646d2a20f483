/** A language model may be asked as well, by hand: who it is and what leaves is said before the click. */

import { type ReactNode, useState } from "react";

import { call } from "../api/call";
import type { SecondReader, SecondReading } from "../api/schema";
import { t } from "../i18n/t";

export interface Reading {
  read: SecondReading | null;
  isReading: boolean;
  problem: string;
  ask: () => Promise<void>;
}

export function useSecondReading(runId: string): Reading {
  const [read, setRead] = useState<SecondReading | null>(null);
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState("");
  const ask = async (): Promise<void> => {
    setReading(true);
    setProblem("");
    const answer = await call<SecondReading>("POST", `/api/staff/runs/${runId}/second-reading`);
    if (answer.ok) setRead(answer.data);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
    setReading(false);
  };
  return { read, isReading, problem, ask };
}

export function AskSecondReader({ reader, reading }: { reader: SecondReader; reading: Reading }): ReactNode {
  return (
    <div className="second-reader small" role="group" aria-label={t("Seconde lecture")}>
      <p className="tiny soft">
        {t(
          "Seconde lecture par {model}, sur {host} : l'échange y est envoyé sans le nom, la référence ni les coordonnées du client. Seules les citations vérifiées sont gardées.",
          { model: reader.model, host: reader.host },
        )}
      </p>
      <div className="row wrap">
        <button className="btn slim" disabled={reading.isReading} onClick={() => void reading.ask()}>
          {reading.isReading ? t("Lecture en cours…") : t("Demander une seconde lecture")}
        </button>
        <span role="status">
          {reading.problem}
          {reading.read && t("{n} critères lus", { n: reading.read.findings.length })}
        </span>
      </div>
    </div>
  );
}
