/** What a headset check concludes. Pure: figures in, verdict and reasons (French keys) out. */

import type { NetworkFigures } from "./line";

export interface Measured extends NetworkFigures {
  /** Loudest levels seen, 0 to 1. */
  own: number;
  other: number;
}

export type Verdict = "good" | "poor" | "failed";

export const VERDICT_WORDS: Record<Verdict, string> = {
  good: "Tout va bien : vous pouvez travailler.",
  poor: "Utilisable, mais à améliorer.",
  failed: "Le test a échoué.",
};

const REASONS = {
  deaf: "Votre micro n'entend rien : vérifiez qu'il n'est pas coupé sur le casque.",
  noReturn: "Votre voix ne revient pas du serveur : vérifiez le réseau avec le surveillant.",
  faint: "Votre voix est faible : rapprochez le micro.",
  loss: "Le réseau perd des paquets.",
  jitter: "Le réseau est irrégulier.",
  delay: "Le réseau est lent.",
};

/** Every sentence that a verdict may give. */
export const REASON_WORDS = Object.values(REASONS);

/** Mean opinion score from the E-model (ITU-T G.107), simplified: 1 to 4.5. */
export function meanOpinionScore({ lossPercent, jitterMs, roundTripMs }: NetworkFigures): number {
  const delay = (roundTripMs ?? 0) / 2 + 2 * (jitterMs ?? 0) + 40;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const loss = lossPercent ?? 0;
  const lossImpairment = 95 * (loss / (loss + 10));
  const r = Math.max(0, Math.min(93.2, 93.2 - delayImpairment - lossImpairment));
  return 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
}

const SCORES: [number, string][] = [
  [4.2, "excellente"],
  [4.0, "bonne"],
  [3.6, "correcte"],
  [3.1, "médiocre"],
  [0, "mauvaise"],
];

export const SCORE_WORDS = SCORES.map(([, words]) => words);

/** The score as people say it (ITU-T G.107 annex B): « La qualité prévue est bonne ». */
export function scoreWords(score: number): string {
  return SCORES.find(([least]) => score >= least)?.[1] ?? "mauvaise";
}

export function headsetVerdict(measured: Measured): { verdict: Verdict; reasons: string[] } {
  if (measured.own < 0.15) return { verdict: "failed", reasons: [REASONS.deaf] };
  if (measured.other < 0.08) return { verdict: "failed", reasons: [REASONS.noReturn] };
  const reasons: string[] = [];
  if (measured.own < 0.35) reasons.push(REASONS.faint);
  if ((measured.lossPercent ?? 0) > 2) reasons.push(REASONS.loss);
  if ((measured.jitterMs ?? 0) > 30) reasons.push(REASONS.jitter);
  if ((measured.roundTripMs ?? 0) > 200) reasons.push(REASONS.delay);
  const isPoor = meanOpinionScore(measured) < 3.6 || reasons.length > 0;
  return { verdict: isPoor ? "poor" : "good", reasons };
}
