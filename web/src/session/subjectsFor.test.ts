import { expect, test } from "vitest";

import type { PackSummary } from "../api/schema";
import { subjectsFor } from "./subjectsFor";

function pack(...formats: (string | null)[]): PackSummary {
  const subjects = formats.map((exam_format) => ({
    id: exam_format ?? "practice",
    title: "",
    summary: "",
    exam_format,
    minutes: 15,
    competences: [],
    exchanges: [],
  }));
  return {
    id: "p",
    company_name: "",
    tagline: "",
    customers: 0,
    products: 0,
    procedures: 0,
    subjects,
    case_studies: [],
    story_moves: false,
  };
}

const offered = (kind: string, one: PackSummary): string[] => subjectsFor(kind, one).map((subject) => subject.id);

test.each([
  ["practice", ["practice"]],
  ["exam", ["ccp1", "ccp2", "title"]],
  ["title", ["title"]],
  ["ccp1", ["ccp1"]],
  ["ccp2", ["ccp2"]],
  ["case_study", ["title"]],
])("a session of kind %s is offered the subjects made for it", (kind, ids) => {
  expect(offered(kind, pack(null, "ccp1", "ccp2", "title"))).toEqual(ids);
});

test("a pack without a subject of that kind offers those that it has", () => {
  expect(offered("ccp1", pack(null, "title"))).toEqual(["practice", "title"]);
});
