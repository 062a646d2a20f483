/** How long the customer has been waiting for a word, against the procedure's targets. Pure. */

import type { ConversationView } from "../api/schema";

export interface WaitingWarning {
  /** soon: three quarters of the target; late: beyond it. */
  urgency: "soon" | "late";
  limitSeconds: number;
  seconds: number;
}

const SOON = 0.75;

export function waitingWarning(conversation: ConversationView, nowMs: number): WaitingWarning | null {
  if (conversation.waiting_since === null || conversation.closed_at !== null) return null;
  const isFirst = !conversation.messages.some((message) => message.by === "candidate");
  const limitSeconds = isFirst ? conversation.first_reply_seconds : conversation.reply_seconds;
  const seconds = (nowMs - Date.parse(conversation.waiting_since)) / 1000;
  if (seconds < limitSeconds * SOON) return null;
  return { urgency: seconds >= limitSeconds ? "late" : "soon", limitSeconds, seconds };
}
