import { beforeEach, expect, it } from "vitest";

import { UnsentMessages } from "./unsent";

beforeEach(() => localStorage.clear());

it("keeps messages over a reload, in the order in which they were written, each once", () => {
  const unsent = new UnsentMessages("seat");
  unsent.add({ message_id: "1", run_id: "r", text: "un" });
  unsent.add({ message_id: "2", run_id: "r", text: "deux" });
  unsent.add({ message_id: "1", run_id: "r", text: "un" });
  expect(new UnsentMessages("seat").of("r").map((one) => one.text)).toEqual(["un", "deux"]);
});

it("forgets a message that the server has", () => {
  const unsent = new UnsentMessages("seat");
  unsent.add({ message_id: "1", run_id: "r", text: "un" });
  unsent.done("1");
  expect(unsent.all()).toEqual([]);
});

it("keeps a refused message with its reason", () => {
  const unsent = new UnsentMessages("seat");
  unsent.add({ message_id: "1", run_id: "r", text: "un" });
  unsent.refuse("1", "La conversation est close.");
  expect(unsent.of("r")).toEqual([{ message_id: "1", run_id: "r", text: "un", refused: "La conversation est close." }]);
});

it("never shows one seat's messages, nor one exchange's, to another", () => {
  new UnsentMessages("a").add({ message_id: "1", run_id: "r", text: "un" });
  expect(new UnsentMessages("b").all()).toEqual([]);
  expect(new UnsentMessages("a").of("other")).toEqual([]);
});

it("keeps the draft of each conversation, and forgets an empty one", () => {
  const unsent = new UnsentMessages("seat");
  unsent.keepDraft("r", "Bonjour, je");
  expect(new UnsentMessages("seat").draft("r")).toBe("Bonjour, je");
  unsent.keepDraft("r", "");
  expect(localStorage.length).toBe(0);
});

it("starts empty when what was kept cannot be read", () => {
  localStorage.setItem("combine.unsent.seat", "{");
  expect(new UnsentMessages("seat").all()).toEqual([]);
});
