/** A trainer's words to the candidate; each second in them can be heard. */

import type { ReactNode } from "react";

import { clock } from "../shared/time";
import { withSeconds } from "./withSeconds";

export function TrainerWords({
  text,
  zero,
  seek,
}: {
  text: string;
  zero: number;
  seek: (seconds: number) => void;
}): ReactNode {
  return (
    <p className="trainer-words">
      {withSeconds(text).map((part, place) =>
        typeof part === "string" ? (
          part
        ) : (
          <button key={place} className="chip-in num strong" onClick={() => seek(zero + part - 1)}>
            {clock(part)}
          </button>
        ),
      )}
    </p>
  );
}
