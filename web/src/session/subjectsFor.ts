/** Which subjects a new session may offer: an exam's for that exam, exercises for practice. */

import type { PackSummary } from "../api/schema";

export type SubjectSummary = PackSummary["subjects"][number];

/** The formats that fit each kind of session; null is practice. */
const FITTING: Partial<Record<string, (string | null)[]>> = {
  practice: [null],
  exam: ["title", "ccp1", "ccp2"],
  title: ["title"],
  ccp1: ["ccp1"],
  ccp2: ["ccp2"],
  case_study: ["title"],
};

/** In the pack's order; all of them where none fits, as the server then draws from those of the chosen one's shape. */
export function subjectsFor(kind: string, pack: PackSummary): SubjectSummary[] {
  const formats = FITTING[kind] ?? [];
  const fitting = pack.subjects.filter((one) => formats.includes(one.exam_format));
  return fitting.length > 0 ? fitting : pack.subjects;
}
