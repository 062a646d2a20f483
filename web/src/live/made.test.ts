import { expect, it } from "vitest";

import { MadeTimes, waitingMarking } from "./made";

const verdict = { type: "verdict.set", run_id: "r", criterion: "CP1.1", verdict: "satisfactory", comment: "" };
const AT = Date.parse("2026-11-24T09:00:00Z");

it("says of a mark when it was made, on the server's clock and on this device's", () => {
  expect(new MadeTimes().on(verdict, AT, AT - 90_000)).toEqual({
    ...verdict,
    made_at: "2026-11-24T09:00:00.000Z",
    device_at: "2026-11-24T08:58:30.000Z",
  });
});

it("says nothing of the time of a call or of a message", () => {
  const note = { type: "notes.save", text: "x" };
  expect(new MadeTimes().on(note, AT, AT)).toBe(note);
});

it("leaves its first times to what a later page brings again", () => {
  const first = new MadeTimes().on(verdict, AT, AT);
  expect(new MadeTimes().on(first, AT + 60_000, AT + 60_000)).toBe(first);
});

it("tells what is made later as later, though the measured clock stepped back meanwhile", () => {
  const times = new MadeTimes();
  const [first, second] = [times.on(verdict, AT, AT), times.on(verdict, AT - 400, AT + 200)];
  const made = [first, second].map((one) => Date.parse((one as { made_at?: string }).made_at ?? ""));
  expect(made[1]).toBeGreaterThan(made[0] ?? Infinity);
});

it("counts what waits, and since when, leaving chat and files aside", () => {
  const times = new MadeTimes();
  const pending = [
    { type: "notes.save", text: "x" },
    times.on(verdict, AT, AT),
    times.on({ type: "mark.place", mark_id: "m" }, AT + 5000, AT + 5000),
  ];
  expect(waitingMarking(pending)).toEqual({ count: 2, since: "2026-11-24T09:00:00.000Z" });
  expect(waitingMarking([])).toEqual({ count: 0, since: null });
});
