import { expect, it } from "vitest";

import { ClockOffset } from "./clockOffset";

const SERVER = Date.parse("2026-11-23T10:00:00.000Z");
const at = (ms: number) => new Date(SERVER + ms).toISOString();

it("takes half the round trip for the way back", () => {
  const clock = new ClockOffset();
  clock.heard(1000, 1100, SERVER - 60_000, at(0));
  expect(clock.offsetMs).toBe(60_050);
});

it("does not let a slow answer spoil a quick one", () => {
  const clock = new ClockOffset();
  clock.heard(0, 10, SERVER, at(0));
  clock.heard(4000, 5500, SERVER + 5490, at(4200));
  expect(clock.offsetMs).toBe(5);
});

it("follows a clock that was set at the next answer, however slow that one is", () => {
  const clock = new ClockOffset();
  clock.heard(0, 10, SERVER, at(0));
  clock.heard(4000, 5500, SERVER + 5490 - 900_000, at(4750));
  expect(clock.offsetMs).toBe(900_010);
  clock.heard(6000, 6010, SERVER + 6000 - 900_000, at(6000));
  expect(clock.offsetMs).toBe(900_005);
});

it("follows a machine whose clock was set, within a minute", () => {
  const clock = new ClockOffset();
  clock.heard(0, 10, SERVER, at(0));
  clock.heard(70_000, 70_100, SERVER - 3_600_000, at(0));
  expect(clock.offsetMs).toBe(3_600_050);
});

it("measures anew on another connection", () => {
  const clock = new ClockOffset();
  clock.heard(0, 10, SERVER, at(0));
  clock.forget();
  clock.heard(1000, 1400, SERVER, at(300));
  expect(clock.offsetMs).toBe(500);
});
