/** One piece of sound as the body of a request. */

import type { Problem } from "../live/waiting";
import { t } from "../i18n/t";
import type { Outcome, Piece } from "./pieces";

const LONGEST_MS = 8000;

export async function sendPiece(seatId: string, piece: Piece): Promise<Outcome> {
  const at = `/api/staff/seats/${seatId}/reactions/${piece.reaction}/pieces/${piece.number}`;
  try {
    const response = await fetch(`${at}?part=${piece.part}&rate=${piece.rate}`, {
      method: "PUT",
      headers: { "X-Combine": "1", "Content-Type": "application/octet-stream" },
      body: piece.samples,
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    if (response.ok) return { is: "kept" };
    if (response.status >= 500 || response.status === 429 || response.status === 408) return { is: "later" };
    const problem = (await response.json()) as Problem;
    return { is: "refused", words: `${problem.message} ${problem.remedy}`.trim() };
  } catch (error) {
    if (error instanceof SyntaxError) return { is: "refused", words: t("Le serveur a refusé l'enregistrement.") };
    return { is: "later" };
  }
}

/** A page's own name for what it begins: sent twice, it is one. */
export function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
