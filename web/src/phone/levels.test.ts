import { expect, it } from "vitest";

import { decibels, meterLength } from "./levels";

const sine = (amplitude: number) =>
  Float32Array.from({ length: 480 }, (_, i) => amplitude * Math.sin((2 * Math.PI * i) / 48));

it("measures a full-scale tone at 3 dB below full scale, and half of it 6 dB lower", () => {
  expect(decibels(sine(1))).toBeCloseTo(-3.01, 1);
  expect(decibels(sine(0.5))).toBeCloseTo(-9.03, 1);
});

it("draws nothing for silence, everything for a loud voice, half of it half way", () => {
  expect(meterLength(decibels(new Float32Array(480)))).toBe(0);
  expect(meterLength(-5)).toBe(1);
  expect(meterLength(-35)).toBe(0.5);
});
