import { expect, it } from "vitest";

import { MadeTimes } from "../live/made";
import { withTimes } from "./usePosts";

const SERVER = Date.UTC(2026, 10, 29, 9, 0, 0);

it("says of a mark when it was made, on the server's clock and on the device's, and of nothing else", () => {
  const times = new MadeTimes();
  const verdict = withTimes(
    times,
    {
      path: "verdicts",
      body: { id: "v", type: "verdict.set", run_id: "r", criterion: "CP1.1", verdict: "satisfactory", comment: "" },
    },
    SERVER,
  );
  const { made_at, device_at } = verdict.body as { made_at: string; device_at: string };
  expect(made_at).toBe("2026-11-29T09:00:00.000Z");
  expect(Math.abs(Date.parse(device_at) - Date.now())).toBeLessThan(5000);
  const later = withTimes(
    times,
    { path: "marks/remove", body: { id: "m", type: "mark.remove", mark_id: "m" } },
    SERVER,
  );
  expect((later.body as { made_at: string }).made_at > made_at).toBe(true);
  const words = {
    path: "feedback" as const,
    body: { id: "f", type: "feedback.share" as const, run_id: "r", text: "Bien" },
  };
  expect(withTimes(times, words, SERVER)).toBe(words);
});
