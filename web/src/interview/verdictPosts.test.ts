import { expect, it } from "vitest";

import type { GuideItem } from "../api/schema";
import { type VerdictPost, waitingSince, withWaiting } from "./verdictPosts";

const item = (criterion: string): GuideItem => ({
  item: `c.${criterion}`,
  part: "debrief",
  kind: "unseen",
  criterion,
  title: "",
  detail: "",
  question: "",
  link: null,
  ticked_at: null,
  note: "",
  noted_at: null,
  technical: "to_improve",
  final: null,
  technical_comment: "avant",
  final_comment: "",
});
const given = (criterion: string, verdict: VerdictPost["body"]["verdict"], comment = ""): VerdictPost => ({
  id: `${criterion} ${verdict}`,
  interview: "technical",
  criterion,
  body: { verdict, comment, made_at: null, device_at: "2026-11-29T09:00:00Z" },
});

it("shows what was given last, though the server does not have it yet", () => {
  const shown = withWaiting([item("CP1.1"), item("CP1.2")], [given("CP1.1", "insufficient"), given("CP1.1", "none")]);
  expect(shown.map((one) => [one.technical, one.technical_comment])).toEqual([
    [null, ""],
    ["to_improve", "avant"],
  ]);
  const [written] = withWaiting([item("CP1.1")], [given("CP1.1", "satisfactory", "s’est repris")]);
  expect([written?.technical, written?.technical_comment, written?.final]).toEqual([
    "satisfactory",
    "s’est repris",
    null,
  ]);
});

it("says how many wait, and since when", () => {
  expect(waitingSince([])).toEqual({ count: 0, since: null });
  expect(waitingSince([given("CP1.1", "none"), given("CP1.2", "none")])).toEqual({
    count: 2,
    since: "2026-11-29T09:00:00Z",
  });
});
