/** Findings in the order of their use to a juror: first what would change a verdict. */

import type { FindingsView, MarkingView, ProposedFinding } from "../api/schema";
import { openFinding } from "./Proposed";

const STEPS: Record<ProposedFinding["verdict"], number> = { met: 2, partial: 1, not_met: 0 };
const JUDGED: Record<string, number> = { satisfactory: 2, to_improve: 1, insufficient: 0 };

/** 0 is looked at first: a sure finding that contradicts me, then sure ones where I have said nothing, then the unsure. */
export function urgency(finding: ProposedFinding, verdict: string | undefined): number {
  const mine = verdict === undefined ? undefined : JUDGED[verdict];
  if (verdict !== undefined && mine === undefined) return 9; // « non observé » is nobody's to change
  const apart = mine === undefined ? null : Math.abs(mine - STEPS[finding.verdict]);
  if (apart === 0) return 8;
  if (apart !== null) return (finding.is_sure ? 0 : 4) + (2 - apart);
  return finding.is_sure ? 2 : 6;
}

/** Open findings of an exchange that could still change something, at most `most` of them. */
export function firstToSee(
  found: FindingsView | null,
  marking: MarkingView | null,
  runId: string,
  criteria: readonly string[],
  most = 3,
): ProposedFinding[] {
  const verdictOf = (criterion: string): string | undefined =>
    marking?.verdicts.find((one) => one.mine && one.run_id === runId && one.criterion === criterion)?.verdict;
  return criteria
    .flatMap((criterion) => openFinding(found, marking, runId, criterion) ?? [])
    .map((finding) => ({ finding, urgency: urgency(finding, verdictOf(finding.criterion)) }))
    .filter((one) => one.urgency < 8)
    .sort((one, other) => one.urgency - other.urgency)
    .slice(0, most)
    .map((one) => one.finding);
}
