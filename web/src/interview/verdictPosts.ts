/** Verdicts after an interview on their way to the server: given once, in their order, whenever the network is there. Pure. */

import type { GuideItem, InterviewVerdictGiven } from "../api/schema";

export type Interview = "technical" | "final";

/** One juror's verdict on a criterion, as it was given; `body` says when. */
export interface VerdictPost {
  id: string;
  interview: Interview;
  criterion: string;
  body: InterviewVerdictGiven;
}

/** The guide as this juror left it: what the server has, and over it what it does not have yet. */
export function withWaiting(items: GuideItem[], waiting: VerdictPost[]): GuideItem[] {
  if (waiting.length === 0) return items;
  return items.map((item) =>
    waiting
      .filter((one) => one.criterion === item.criterion)
      .reduce<GuideItem>((known, { interview, body }) => {
        const verdict = body.verdict === "none" ? null : body.verdict;
        return { ...known, [interview]: verdict, [`${interview}_comment`]: body.comment };
      }, item),
  );
}

/** How many wait, and since when the oldest does, on this device's clock. */
export function waitingSince(waiting: VerdictPost[]): { count: number; since: string | null } {
  return { count: waiting.length, since: waiting[0]?.body.device_at ?? null };
}
