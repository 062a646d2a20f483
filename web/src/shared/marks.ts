/** What marks and verdicts look like and are called, live and in replay. */

import type { MarkView, VerdictSetCommand } from "../api/schema";

export type Sign = MarkView["sign"];

export const SYMBOLS: Record<Sign, string> = { favourable: "+", unfavourable: "−", note: "•" };

/** The key that places each mark; `=` is the key of `+` without Shift. */
export const SIGN_KEYS: Record<string, Sign> = {
  "+": "favourable",
  "=": "favourable",
  "-": "unfavourable",
  "−": "unfavourable",
  n: "note",
  N: "note",
};

export const VERDICTS: Record<string, string> = {
  satisfactory: "Satisfaisant",
  to_improve: "À améliorer",
  insufficient: "Insuffisant",
  not_observed: "Non observé",
};

export type Verdict = VerdictSetCommand["verdict"];

/** What a list of verdicts is set to; its empty line takes the verdict back. */
export function verdictIn(value: string): Verdict {
  return isVerdict(value) ? value : "none";
}

function isVerdict(value: string): value is Verdict {
  return value in VERDICTS;
}

/** The criterion that a digit picks: pressed twice, it reaches the tenth and the following ones. */
export function picked(digit: number, before: number | null, count: number): number {
  return count > 9 && before === digit - 1 && digit + 8 < count ? digit + 8 : digit - 1;
}
