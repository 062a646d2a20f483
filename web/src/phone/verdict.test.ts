import { expect, it } from "vitest";

import { headsetVerdict, meanOpinionScore, scoreWords } from "./verdict";

const perfect = { own: 0.8, other: 0.7, lossPercent: 0, jitterMs: 2, roundTripMs: 10 };

it("is satisfied with a good headset on a good network", () => {
  expect(headsetVerdict(perfect)).toEqual({ verdict: "good", reasons: [] });
});

it("looks at the device before the network", () => {
  const { verdict, reasons } = headsetVerdict({ ...perfect, own: 0.02, other: 0, lossPercent: 40 });
  expect(verdict).toBe("failed");
  expect(reasons).toEqual([expect.stringContaining("Votre micro n'entend rien")]);
});

it("blames the network when the voice leaves and does not come back", () => {
  expect(headsetVerdict({ ...perfect, other: 0 })).toMatchObject({
    verdict: "failed",
    reasons: [expect.stringContaining("ne revient pas")],
  });
});

it.each([
  [{ own: 0.2 }, "faible"],
  [{ lossPercent: 5 }, "perd des paquets"],
  [{ jitterMs: 60 }, "irrégulier"],
  [{ roundTripMs: 400 }, "lent"],
])("says what to better: %o", (change, words) => {
  const { verdict, reasons } = headsetVerdict({ ...perfect, ...change });
  expect(verdict).toBe("poor");
  expect(reasons.join()).toContain(words);
});

it("concludes without the figures that a browser does not give", () => {
  expect(headsetVerdict({ own: 0.8, other: 0.7, lossPercent: null, jitterMs: null, roundTripMs: null }).verdict).toBe(
    "good",
  );
});

it("scores as the E-model does: best near 4.4, worse with loss and delay, never below 1", () => {
  const best = meanOpinionScore(perfect);
  expect(best).toBeGreaterThan(4.2);
  expect(meanOpinionScore({ ...perfect, lossPercent: 3 })).toBeLessThan(best);
  expect(meanOpinionScore({ ...perfect, roundTripMs: 600 })).toBeLessThan(best);
  expect(meanOpinionScore({ lossPercent: 100, jitterMs: 500, roundTripMs: 3000 })).toBe(1);
});

it.each([
  [4.4, "excellente"],
  [4.05, "bonne"],
  [3.7, "correcte"],
  [3.2, "médiocre"],
  [1, "mauvaise"],
])("calls a score of %d « %s »", (score, words) => expect(scoreWords(score)).toBe(words));
