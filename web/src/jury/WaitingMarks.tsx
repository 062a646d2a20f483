/** While the network is cut: how many of this juror's marks wait in this browser, and that nothing of them is lost. */

import type { ReactNode } from "react";

import { plural, t } from "../i18n/t";
import type { LiveState } from "../live/desk";
import { waitingMarking } from "../live/made";
import { timeOfDay } from "../shared/time";

export function WaitingMarks({
  connection,
  isStuck,
  pending,
}: Pick<LiveState<object>, "connection" | "isStuck" | "pending">): ReactNode {
  const { count, since } = waitingMarking(pending);
  // Answers take milliseconds: where the connection is there, nothing is worth saying.
  if (count === 0 || (connection === "open" && !isStuck)) return null;
  return (
    <p className="tiny warn" role="status" style={{ padding: "0 2px" }}>
      {plural(count, "{n} avis en attente d'envoi", "{n} avis en attente d'envoi")}
      {since && t(", gardés sur cet ordinateur depuis {time}", { time: timeOfDay(since) })}
      {t(" : tout part au retour du réseau.")}
    </p>
  );
}
