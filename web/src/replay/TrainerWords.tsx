/** A trainer's words to the candidate; each second in them can be heard. */

import css from "./said.module.css";

import { clsx } from "clsx";
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
    <p className={css.trainerWords}>
      {withSeconds(text).map((part, place) =>
        typeof part === "string" ? (
          part
        ) : (
          <button key={place} className={clsx(css.chipIn, "num strong")} onClick={() => seek(zero + part - 1)}>
            {clock(part)}
          </button>
        ),
      )}
    </p>
  );
}
