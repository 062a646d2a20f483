/** A first draft of a trainer's words, from the findings: what succeeded, then what to work on, each with its second. */

import type { FindingsView, ProposedFinding, ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";

const STRENGTHS = 3;
const STEPS = 2;
/** What lacks most comes first. */
const URGENCY: Record<ProposedFinding["verdict"], number> = { not_met: 0, partial: 1, met: 2 };

/** `zero`: seconds of the exchange at which the recording begins. Empty when nothing was found. */
export function feedbackDraft(found: FindingsView, competences: ReplayView["competences"], zero: number): string {
  const labels = new Map(competences.flatMap((one) => one.criteria).map((one) => [one.criterion, one.label]));
  const line = (finding: ProposedFinding): string => {
    const at = finding.moments[0];
    const where = at ? ` (${clock(Math.max(0, at.at_seconds - zero))})` : "";
    return `• ${labels.get(finding.criterion) ?? finding.criterion}${where}. ${finding.reason}`;
  };
  const withMoments = (one: ProposedFinding): number => (one.moments.length > 0 ? 0 : 1);
  const strengths = found.findings
    .filter((one) => one.verdict === "met")
    .sort((a, b) => withMoments(a) - withMoments(b))
    .slice(0, STRENGTHS);
  const steps = found.findings
    .filter((one) => one.verdict !== "met")
    .sort((a, b) => URGENCY[a.verdict] - URGENCY[b.verdict] || withMoments(a) - withMoments(b))
    .slice(0, STEPS);
  const parts = [
    ...(strengths.length > 0 ? [t("Ce que vous avez réussi :"), ...strengths.map(line), ""] : []),
    ...(steps.length > 0 ? [t("Pour aller plus loin :"), ...steps.map(line)] : []),
  ];
  return parts.join("\n").trim();
}

/** Words and seconds of a text: « 0:42 » or « 12:05 » becomes a place to hear. */
export function withSeconds(text: string): (string | number)[] {
  return text.split(/(\b\d{1,2}:[0-5]\d\b)/).map((part) => {
    const time = /^(\d{1,2}):([0-5]\d)$/.exec(part);
    return time ? Number(time[1]) * 60 + Number(time[2]) : part;
  });
}
