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

/** Mean opinion score from the E-model (ITU-T G.107), simplified: 1 to 4.5. */
export function meanOpinionScore({ lossPercent, jitterMs, roundTripMs }: NetworkFigures): number {
  const delay = (roundTripMs ?? 0) / 2 + 2 * (jitterMs ?? 0) + 40;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const loss = lossPercent ?? 0;
  const lossImpairment = 95 * (loss / (loss + 10));
  const r = Math.max(0, Math.min(93.2, 93.2 - delayImpairment - lossImpairment));
  return 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
}

export function headsetVerdict(measured: Measured): { verdict: Verdict; reasons: string[] } {
  if (measured.own < 0.15) return { verdict: "failed", reasons: ["Votre micro n'entend rien : vérifiez qu'il n'est pas coupé sur le casque."] };
  if (measured.other < 0.08) return { verdict: "failed", reasons: ["Votre voix ne revient pas du serveur : vérifiez le réseau avec le surveillant."] };
  const reasons: string[] = [];
  const score = meanOpinionScore(measured);
  if (measured.own < 0.35) reasons.push("Votre voix est faible : rapprochez le micro.");
  if ((measured.lossPercent ?? 0) > 2) reasons.push("Le réseau perd des paquets.");
  if ((measured.jitterMs ?? 0) > 30) reasons.push("Le réseau est irrégulier.");
  if ((measured.roundTripMs ?? 0) > 200) reasons.push("Le réseau est lent.");
  if (score < 3.6) return { verdict: "poor", reasons };
  return { verdict: reasons.length > 0 ? "poor" : "good", reasons };
}
