/** How much of a juror's marking waits in this browser for the network, and that nothing of it is lost. */

import type { ReactNode } from "react";

import { plural, t } from "../i18n/t";
import { timeOfDay } from "./time";

/** `since`: when the oldest was made, on this device's clock. */
export function WaitingCount({ count, since }: { count: number; since: string | null }): ReactNode {
  if (count === 0) return null;
  return (
    <p className="tiny warn" role="status" style={{ padding: "0 2px" }}>
      {plural(count, "{n} avis en attente d'envoi", "{n} avis en attente d'envoi")}
      {since && t(", gardés sur cet ordinateur depuis {time}", { time: timeOfDay(since) })}
      {t(" : tout part au retour du réseau.")}
    </p>
  );
}
