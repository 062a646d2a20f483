import { expect, it } from "vitest";

import type { ConversationView } from "../api/schema";
import { waitingWarning } from "./chatWaiting";

const START = Date.parse("2026-11-23T10:00:00Z");
const message = (by: "candidate" | "customer", order: number) => ({
  message_id: String(order),
  by,
  text: "x",
  sent_at: "2026-11-23T10:00:00Z",
  order,
  delivered_at: null,
  read_at: null,
});
const conversation = (more: Partial<ConversationView> = {}): ConversationView => ({
  run_id: "r",
  opened_at: "2026-11-23T10:00:00Z",
  closed_at: null,
  closed_by: null,
  messages: [message("customer", 1)],
  typing: null,
  waiting_since: "2026-11-23T10:00:00Z",
  first_reply_seconds: 20,
  reply_seconds: 60,
  ...more,
});
const after = (seconds: number, more = {}) => waitingWarning(conversation(more), START + seconds * 1000);

it("warns of the first reply a little before 20 seconds, and after", () => {
  expect(after(14)).toBeNull();
  expect(after(15)).toMatchObject({ urgency: "soon", limitSeconds: 20 });
  expect(after(20)).toMatchObject({ urgency: "late", limitSeconds: 20 });
});

it("leaves a minute for the replies that follow", () => {
  const more = { messages: [message("customer", 1), message("candidate", 2), message("customer", 3)] };
  expect(after(44, more)).toBeNull();
  expect(after(60, more)).toMatchObject({ urgency: "late", limitSeconds: 60 });
});

it("is silent when it is the customer's turn, and once the conversation is closed", () => {
  expect(after(300, { waiting_since: null })).toBeNull();
  expect(after(300, { closed_at: "2026-11-23T10:02:00Z" })).toBeNull();
});
