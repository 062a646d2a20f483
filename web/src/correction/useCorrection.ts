/** What a juror does on the correction page, one request each; the page is read again after it. */

import { useMemo, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { CorrectionNote, CorrectionVerdictView } from "../api/schema";

export type NoteDraft = Pick<CorrectionNote, "production" | "criterion" | "sign" | "paragraph" | "quote" | "text">;

export interface Correction {
  /** Whether it is kept. */
  note: (draft: NoteDraft) => Promise<boolean>;
  removeNote: (noteId: string) => Promise<boolean>;
  setVerdict: (criterion: string, verdict: CorrectionVerdictView["verdict"] | "none") => Promise<boolean>;
}

/** With why the last request was refused, in words. */
export function useCorrection(seatId: string, again: () => Promise<unknown>): [Correction, string] {
  const [problem, setProblem] = useState("");
  const correction = useMemo((): Correction => {
    const did = async (asked: Promise<{ response: Response; error?: unknown }>): Promise<boolean> => {
      const { response, error } = await asked;
      setProblem(response.ok ? "" : wordsOf(error));
      if (response.ok) await again();
      return response.ok;
    };
    const seat = { seat_id: seatId };
    return {
      note: (draft) =>
        did(
          client.PUT("/api/staff/seats/{seat_id}/productions/notes/{note_id}", {
            params: { path: { ...seat, note_id: newName() } },
            body: draft,
          }),
        ),
      removeNote: (note_id) =>
        did(
          client.DELETE("/api/staff/seats/{seat_id}/productions/notes/{note_id}", {
            params: { path: { ...seat, note_id } },
          }),
        ),
      setVerdict: (criterion, verdict) =>
        did(
          client.PUT("/api/staff/seats/{seat_id}/productions/verdicts/{criterion}", {
            params: { path: { ...seat, criterion } },
            body: { verdict, comment: "" },
          }),
        ),
    };
  }, [seatId, again]);
  return [correction, problem];
}

/** A note's own name: sent twice, it is one note. */
function newName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
