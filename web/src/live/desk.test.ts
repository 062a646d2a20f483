import { expect, it } from "vitest";

import { applyEvent, isNewMessage } from "./desk";
import { deliveryOf } from "./delivery";

const message = (id: string, order: number, more = {}) => ({ message_id: id, order, text: id, ...more });
const desk = {
  notes: "",
  notes_saved_at: null,
  clock: 1,
  conversation: { run_id: "r1", messages: [message("a", 1)], waiting_since: null },
};

it("replaces a slice by the server's", () => {
  expect(applyEvent(desk, { type: "clock", n: 2, clock: 5 })).toEqual({ ...desk, clock: 5 });
});

it("leaves alone what this desk does not have", () => {
  expect(applyEvent(desk, { type: "matrix", n: 2, matrix: [] })).toBe(desk);
});

it("puts a late message in its place and shows a message once, with its newest marks", () => {
  const late = { type: "chat.message", run_id: "r1", waiting_since: "x" };
  const third = applyEvent(desk, { ...late, message: message("c", 3) });
  const second = applyEvent(third, { ...late, message: message("b", 2) });
  const again = applyEvent(second, { ...late, message: message("c", 3, { read_at: "now" }) });
  expect(again.conversation.messages.map((one) => one.message_id)).toEqual(["a", "b", "c"]);
  expect(again.conversation.messages[2]).toMatchObject({ read_at: "now" });
  expect(again.conversation.waiting_since).toBe("x");
});

it("ignores a message of another conversation", () => {
  expect(applyEvent(desk, { type: "chat.message", run_id: "r0", message: message("z", 9), waiting_since: null })).toBe(
    desk,
  );
});

it("takes the notes with the time at which they were kept", () => {
  expect(applyEvent(desk, { type: "notes", notes: "x", notes_saved_at: "t" })).toMatchObject({
    notes: "x",
    notes_saved_at: "t",
  });
});

it("never repeats a telephone command for long, and repeats a message for ever", () => {
  expect(deliveryOf({ type: "call.hang_up" }).withinMs).toBeLessThanOrEqual(5000);
  expect(deliveryOf({ type: "chat.send", text: "x" })).toEqual({});
});

it("keeps each field of each file apart", () => {
  const slot = (field: string) => deliveryOf({ type: "file.change", customer_id: "c", field }).slot;
  expect(slot("motif")).not.toBe(slot("statut"));
});

it("tells a new message, after which nobody is writing any more, from a mark on a known one", () => {
  const event = { type: "chat.message", run_id: "r1", waiting_since: null };
  expect(isNewMessage(desk, { ...event, message: message("b", 2) })).toBe(true);
  expect(isNewMessage(desk, { ...event, message: message("a", 1, { read_at: "now" }) })).toBe(false);
});
