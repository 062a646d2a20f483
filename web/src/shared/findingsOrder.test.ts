import { expect, it } from "vitest";

import type { FindingsView, MarkingView, ProposedFinding } from "../api/schema";
import { firstToSee, urgency } from "./findingsOrder";

function finding(criterion: string, verdict: ProposedFinding["verdict"], isSure: boolean): ProposedFinding {
  return { criterion, verdict, reason: "", is_sure: isSure, because: [], moments: [], written: [] };
}

it("puts the sure finding that contradicts me before all, and leaves out what agrees", () => {
  const sure = finding("CP1.1", "not_met", true);
  const order = ["satisfactory", "to_improve", undefined].map((mine) => urgency(sure, mine));
  expect(order).toEqual([0, 1, 2]);
  expect(urgency(sure, "insufficient")).toBe(8);
  expect(urgency(sure, "not_observed")).toBe(9);
  expect(urgency(finding("CP1.1", "not_met", false), "satisfactory")).toBe(4);
});

it("keeps three, none that was set aside, and the référentiel's order among equals", () => {
  const found = {
    state: "ready",
    findings: [
      finding("CP1.1", "met", true),
      finding("CP1.2", "met", false),
      finding("CP1.3", "not_met", true),
      finding("CP1.4", "met", true),
      finding("CP1.7", "met", true),
    ],
    proofreader_is_missing: false,
    second_reader: null,
  } as FindingsView;
  const marking = {
    marks: [],
    verdicts: [{ run_id: "r", criterion: "CP1.3", verdict: "satisfactory", mine: true }],
    rejected: [{ run_id: "r", criterion: "CP1.4" }],
  } as unknown as MarkingView;
  const first = firstToSee(found, marking, "r", ["CP1.1", "CP1.2", "CP1.3", "CP1.4", "CP1.7"]);
  expect(first.map((one) => one.criterion)).toEqual(["CP1.3", "CP1.1", "CP1.7"]);
});
