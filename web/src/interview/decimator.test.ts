import { expect, it } from "vitest";

import { Decimator, stepFor } from "./decimator";

const tone = (hertz: number, rate: number, seconds = 0.5): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, place) => 0.5 * Math.sin((2 * Math.PI * hertz * place) / rate));
const loudness = (samples: Int16Array): number =>
  Math.sqrt(samples.slice(200).reduce((sum, one) => sum + one * one, 0) / (samples.length - 200)) / 32767;

it("chooses a rate of at least 16 kHz", () => {
  expect([48000, 44100, 16000, 96000].map((rate) => rate / stepFor(rate))).toEqual([16000, 22050, 16000, 16000]);
});

it("lets a voice through and keeps out what would come back as another sound", () => {
  const heard = loudness(new Decimator(3).take(tone(1000, 48000)));
  expect(heard).toBeGreaterThan(0.34);
  expect(heard).toBeLessThan(0.37);
  expect(loudness(new Decimator(3).take(tone(15000, 48000)))).toBeLessThan(0.01);
});

it("makes the same samples however the sound is cut", () => {
  const whole = tone(440, 48000);
  const parts = new Decimator(3);
  const cut = [0, 128, 1000, 5000, whole.length];
  const pieces = cut.slice(1).flatMap((end, index) => [...parts.take(whole.slice(cut[index], end))]);
  expect(pieces).toEqual([...new Decimator(3).take(whole)]);
});
