import { expect, it } from "vitest";

import type { MarkingView } from "../api/schema";
import { withPending } from "./pendingMarking";

const known: MarkingView = {
  marks: [
    {
      mark_id: "m1",
      run_id: "r",
      criterion: "CP1.1",
      sign: "note",
      at_seconds: 4,
      text: "",
      by: "Moi",
      mine: true,
      during_replay: false,
      from_finding: false,
    },
  ],
  verdicts: [{ run_id: "r", criterion: "CP1.1", verdict: "insufficient", comment: "", by: "Moi", mine: true }],
  appreciations: [],
  rejected: [],
  submitted: false,
  others_submitted: false,
};
const place = {
  type: "mark.place",
  mark_id: "m2",
  run_id: "r",
  criterion: "CP1.2",
  sign: "favourable",
  text: "",
  at_seconds: 9,
  from_finding: false,
};

it("shows a mark, a removal and a verdict before the server has them", () => {
  const verdict = { type: "verdict.set", run_id: "r", criterion: "CP1.1", verdict: "satisfactory", comment: "" };
  const shown = withPending(known, [place, { type: "mark.remove", mark_id: "m1" }, verdict]);
  expect(shown.marks.map((one) => [one.mark_id, one.mine])).toEqual([["m2", true]]);
  expect(shown.verdicts.map((one) => one.verdict)).toEqual(["satisfactory"]);
});

it("shows once what the server has told before it answered", () => {
  expect(withPending(known, [{ ...place, mark_id: "m1" }]).marks).toHaveLength(1);
});

it("leaves another juror's verdict alone", () => {
  const others = {
    ...known,
    verdicts: [
      { run_id: "r", criterion: "CP1.1", verdict: "to_improve" as const, comment: "", by: "Marc", mine: false },
    ],
  };
  expect(
    withPending(others, [{ type: "verdict.set", run_id: "r", criterion: "CP1.1", verdict: "none", comment: "" }])
      .verdicts,
  ).toHaveLength(1);
});
