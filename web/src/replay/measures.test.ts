import { expect, it } from "vitest";

import type { MeasuredView } from "../api/schema";
import { measureLines } from "./Measures";

const nothing: MeasuredView = {
  run_id: "r",
  answer_seconds: null,
  answer_target_seconds: null,
  hold_seconds: null,
  holds: null,
  candidate_speech_percent: null,
  silences_over_3s: null,
  interruptions: null,
  first_reply_seconds: null,
  first_reply_target_seconds: null,
  mean_reply_seconds: null,
  slowest_reply_seconds: null,
  reply_target_seconds: null,
  qualification_right: [],
  qualification_wrong: [],
};

it("says whether a target was kept, in the seconds that are shown", () => {
  const lines = measureLines({
    ...nothing,
    answer_seconds: 20.4,
    answer_target_seconds: 20,
    slowest_reply_seconds: 95,
    reply_target_seconds: 60,
  });
  expect(lines.map(({ value, target, kept }) => [value, target, kept])).toEqual([
    ["20\u00a0s", "20\u00a0s", true],
    ["95\u00a0s", "60\u00a0s", false],
  ]);
});

it("judges nothing without a target", () => {
  expect(measureLines({ ...nothing, holds: 0, interruptions: 3 }).map((line) => line.kept)).toEqual([null, null]);
  expect(measureLines(nothing)).toEqual([]);
});
