import { expect, it } from "vitest";

import type { FindingsView, ReplayView } from "../api/schema";
import { feedbackDraft, withSeconds } from "./feedbackDraft";

const competences: ReplayView["competences"] = [
  {
    competence: "CP1",
    label: "Accueillir",
    criteria: ["CP1.1", "CP1.2", "CP1.3", "CP1.4", "CP1.5", "CP1.6", "CP1.7"].map((criterion) => ({ criterion, label: `Libellé ${criterion}`, look_for: "", after_exchange: false })),
  },
];

function finding(criterion: string, verdict: "met" | "partial" | "not_met", at?: number): FindingsView["findings"][number] {
  return { criterion, verdict, reason: `Raison ${criterion}.`, moments: at === undefined ? [] : [{ at_seconds: at, by: "candidate", text: "…" }], written: [] };
}

it("names three strengths and two steps, what lacks most first, each with its second of the recording", () => {
  const found: FindingsView = {
    state: "ready",
    second_reader: null,
    findings: [finding("CP1.1", "met", 14), finding("CP1.2", "partial", 70), finding("CP1.3", "not_met", 95), finding("CP1.4", "met"), finding("CP1.5", "met", 4), finding("CP1.6", "met", 30), finding("CP1.7", "partial")],
  };
  const lines = feedbackDraft(found, competences, 4).split("\n");
  expect(lines.map((line) => line.slice(0, 24))).toEqual([
    "Ce que vous avez réussi\u00a0",
    "• Libellé CP1.1 (00:10).",
    "• Libellé CP1.5 (00:00).",
    "• Libellé CP1.6 (00:26).",
    "",
    "Pour aller plus loin\u00a0:",
    "• Libellé CP1.3 (01:31).",
    "• Libellé CP1.2 (01:06).",
  ]);
  expect(lines[1]).toContain("Raison CP1.1.");
});

it("says nothing when nothing was found", () => {
  expect(feedbackDraft({ state: "without_sound", findings: [], second_reader: null }, competences, 0)).toBe("");
});

it("finds the seconds in a trainer's words", () => {
  expect(withSeconds("Bravo (00:10), à revoir à 12:05.")).toEqual(["Bravo (", 10, "), à revoir à ", 725, "."]);
  expect(withSeconds("de 14:75 à 3:5")).toEqual(["de 14:75 à 3:5"]);
});
