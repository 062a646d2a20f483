/** A language model may be asked as well, by hand: who it is and what leaves is said before the click. */

import css from "./said.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { server, wordsOf } from "../api/client";
import type { SecondReader, SecondReading } from "../api/schema";
import { plural, t } from "../i18n/t";

export interface Reading {
  read: SecondReading | undefined;
  isReading: boolean;
  problem: string;
  ask: () => void;
}

export function useSecondReading(runId: string): Reading {
  const { data, error, isPending, mutate } = server.useMutation("post", "/api/staff/runs/{run_id}/second-reading");
  const ask = (): void => mutate({ params: { path: { run_id: runId } } });
  return { read: data, isReading: isPending, problem: wordsOf(error), ask };
}

export function AskSecondReader({ reader, reading }: { reader: SecondReader; reading: Reading }): ReactNode {
  return (
    <div className={clsx(css.secondReader, "small")} role="group" aria-label={t("Seconde lecture")}>
      <p className="tiny soft">
        {t(
          "Seconde lecture par {model}, sur {host} : l'échange y est envoyé sans le nom, la référence ni les coordonnées du client. Seules les citations vérifiées sont gardées.",
          { model: reader.model, host: reader.host },
        )}
      </p>
      <div className="row wrap">
        <button className="btn slim" disabled={reading.isReading} onClick={reading.ask}>
          {reading.isReading ? t("Lecture en cours…") : t("Demander une seconde lecture")}
        </button>
        <span role="status">
          {reading.problem}
          {reading.read && plural(reading.read.findings.length, "{n} critère lu", "{n} critères lus")}
        </span>
      </div>
    </div>
  );
}
