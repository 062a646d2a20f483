/** While the network is cut: how many of this juror's marks wait in this browser, and that nothing of them is lost. */

import type { ReactNode } from "react";

import type { LiveState } from "../live/desk";
import { waitingMarking } from "../live/made";
import { WaitingCount } from "../shared/WaitingCount";

export function WaitingMarks({
  connection,
  isStuck,
  pending,
}: Pick<LiveState<object>, "connection" | "isStuck" | "pending">): ReactNode {
  // Answers take milliseconds: where the connection is there, nothing is worth saying.
  if (connection === "open" && !isStuck) return null;
  return <WaitingCount {...waitingMarking(pending)} />;
}
