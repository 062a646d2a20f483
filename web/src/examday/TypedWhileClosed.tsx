import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { WatchedPlace } from "../api/schema";
import { typedForStaff } from "../shared/typedWhileClosed";

/** Texts that came in at a reopening and were written while the phase was closed; nothing for most. */
export function TypedWhileClosed({ place }: { place: Pick<WatchedPlace, "typed_while_closed"> }): ReactNode {
  return place.typed_while_closed.map((one) => (
    <span key={`${one.production} ${one.closed_from}`} className={`small ${styles.typed}`}>
      {typedForStaff(one)}
    </span>
  ));
}
