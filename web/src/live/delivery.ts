/** How long each command stays worth sending when the network is cut, and which newer one makes it needless. Pure. */

import type { SendOptions } from "./waiting";

/** Telephone commands mean the call that is there now: after this they are not done at all. */
const CALL_MS = 5000;
const OFFER_MS = 10_000;

export function deliveryOf(message: { type: string } & Record<string, unknown>): SendOptions {
  const { type } = message;
  if (type === "line.offer") return { withinMs: OFFER_MS, slot: "offer" };
  if (type === "line.echo") return { withinMs: CALL_MS, slot: "echo" };
  if (type.startsWith("call.")) return { withinMs: CALL_MS };
  if (type === "notes.save") return { slot: "notes" };
  if (type === "confirmation.save") return { slot: "confirmation" };
  if (type === "file.change") return { slot: `file ${String(message.customer_id)} ${String(message.field)}` };
  if (type === "chat.read") return { slot: "read" };
  if (type === "appreciation.set") return { slot: `appreciation ${String(message.competence)}` };
  if (type === "verdict.set") return { slot: `verdict ${String(message.run_id)} ${String(message.criterion)}` };
  return {};
}

const WORK = new Set([
  "notes.save",
  "file.change",
  "confirmation.save",
  "mark.place",
  "mark.remove",
  "verdict.set",
  "appreciation.set",
  "finding.reject",
  "feedback.share",
  "incident.note",
]);

/** Whether somebody would have to do it again: kept over a reload. Chat messages keep themselves (`unsent.ts`). */
export function isWork(type: string): boolean {
  return WORK.has(type);
}
