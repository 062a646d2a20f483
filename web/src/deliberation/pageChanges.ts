import type { ChangeView, DeliberationView, SaidView } from "../api/schema";

/** What two readings of one page say otherwise, verdicts first: as the server tells it of signed pages. */
export function changesBetween(before: DeliberationView, after: DeliberationView): ChangeView[] {
  const [former, now] = [saidOn(before), saidOn(after)];
  return [...new Set([...former.keys(), ...now.keys()])]
    .map((what) => ({ what, before: former.get(what) ?? null, after: now.get(what) ?? null }))
    .filter((one) => one.before?.words !== one.after?.words || one.before?.reason !== one.after?.reason);
}

function saidOn(view: DeliberationView): Map<string, SaidView> {
  const found = new Map<string, SaidView>();
  for (const { criterion, agreed } of view.criteria)
    if (agreed) found.set(criterion, { words: agreed.verdict, reason: agreed.reason });
  for (const { what, taken } of view.decisions)
    if (taken) found.set(what, { words: taken.decision, reason: taken.reason });
  return found;
}
