/** What the evidence suggests on a criterion: folded away until looked at, taken or rejected by hand, never a verdict. */

import css from "./marking.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { FindingsView, MarkingView, ProposedFinding } from "../api/schema";
import { t } from "../i18n/t";
import type { Sign } from "./marks";
import { clock } from "./time";

/** What a finding leans to, and the mark that it becomes. */
export const LEANINGS: Record<ProposedFinding["verdict"], [string, Sign]> = {
  met: ["plutôt favorable", "favourable"],
  partial: ["partagé", "note"],
  not_met: ["plutôt défavorable", "unfavourable"],
};
/** Half of the unsure findings that lie between are wrong: doubt is said as doubt, not as a half success. */
const UNCERTAIN: [string, Sign] = ["incertain", "note"];
const PARTS: Record<ProposedFinding["written"][number], string> = { record: "fiche", confirmation: "confirmation" };

/** What these tables say, for whoever translates it. */
export const FINDING_WORDS = [
  ...Object.values(LEANINGS).map(([words]) => words),
  UNCERTAIN[0],
  ...Object.values(PARTS),
];

/** In words, and the mark that it becomes. */
export function leaningOf(finding: Pick<ProposedFinding, "verdict" | "is_sure">): [string, Sign] {
  return finding.verdict === "partial" && !finding.is_sure ? UNCERTAIN : LEANINGS[finding.verdict];
}

/** The finding on a criterion that I have neither taken nor rejected. */
export function openFinding(
  found: FindingsView | null,
  marking: MarkingView | null,
  runId: string,
  criterion: string,
): ProposedFinding | undefined {
  const isTaken = marking?.marks.some(
    (one) => one.mine && one.from_finding && one.run_id === runId && one.criterion === criterion,
  );
  const isRejected = marking?.rejected.some((one) => one.run_id === runId && one.criterion === criterion);
  return isTaken || isRejected ? undefined : found?.findings.find((one) => one.criterion === criterion);
}

interface ProposedProps {
  finding: ProposedFinding;
  /** Reads or plays the moment; without it, its words stand alone. */
  seek?: (seconds: number) => void;
  take: (sign: Sign, seconds: number | null, text: string) => void;
  /** Without it, there is nothing to set aside. */
  reject?: (verdict: ProposedFinding["verdict"]) => void;
  /** A language model that read the exchange again; none: the detectors. */
  reader?: string;
  /** Unfolded, with what speaks for and against: the key of « pourquoi ? » was pressed. */
  isAsked?: boolean;
}

/** On the picked criterion: why, and away with it. */
export const WHY_KEY = "p";
export const SET_ASIDE_KEY = "x";

export function Proposed({ finding, seek, take, reject, reader, isAsked = false }: ProposedProps): ReactNode {
  const [leaning, sign] = leaningOf(finding);
  return (
    <details className={css.proposed} data-testid="proposed" open={isAsked}>
      <summary className="tiny">
        {reader === undefined
          ? finding.is_sure
            ? t("Constat proposé :")
            : t("Constat à vérifier :")
          : t("Seconde lecture ({model}) :", { model: reader })}{" "}
        <b>{t(leaning)}</b>
      </summary>
      <p className="small">{finding.reason}</p>
      <ul className="plain-list col" style={{ gap: 4 }}>
        {finding.moments.map((moment) => (
          <li key={moment.at_seconds} className="tiny">
            {seek ? (
              <button className={clsx(css.chip, css.note)} onClick={() => seek(moment.at_seconds)}>
                {clock(moment.at_seconds)}
              </button>
            ) : (
              <span className="soft">{clock(moment.at_seconds)}</span>
            )}{" "}
            {`«\u00a0${moment.text}\u00a0»`}
          </li>
        ))}
        {finding.written.map((part) => (
          <li key={part} className="tiny soft">
            {t("Vu dans : {part}", { part: t(PARTS[part]) })}
          </li>
        ))}
      </ul>
      {finding.because.length > 0 && (
        <details className={css.why} data-testid="why" open={isAsked}>
          <summary className="tiny">{t("Pourquoi ?")}</summary>
          <ul className="plain-list col tiny">
            {finding.because.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="row" style={{ gap: 4, marginTop: 4 }}>
        <button className="btn slim" onClick={() => take(sign, finding.moments[0]?.at_seconds ?? null, finding.reason)}>
          {t("Retenir comme repère")}
        </button>
        {reject && (
          <button className="btn slim plain" onClick={() => reject(finding.verdict)}>
            {t("Écarter")}
          </button>
        )}
      </div>
    </details>
  );
}

/** Said once above the criteria: what the findings do without. */
export function Lacking({ found }: { found: FindingsView | null }): ReactNode {
  return (
    <>
      {found?.state === "without_sound" && (
        <p className="tiny soft">
          {t("Transcription indisponible : les constats portent sur la fiche, les délais et les écrits.")}
        </p>
      )}
      {found?.proofreader_is_missing && (
        <p className="tiny soft">
          {t(
            "Correcteur Grammalecte absent : peu de fautes d'orthographe sont relevées. Relisez les écrits, ou faites-le installer par le service informatique.",
          )}
        </p>
      )}
    </>
  );
}
