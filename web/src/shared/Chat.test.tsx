import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { ChatMessageView } from "../api/schema";
import type { Ack } from "../live/socket";
import { conversation, done, fakeLive, refused } from "../testing/fakeDesk";
import { Chat } from "./Chat";

const message = (id: string, by: "candidate" | "customer", more: Partial<ChatMessageView> = {}): ChatMessageView => ({
  message_id: id,
  by,
  text: `texte ${id}`,
  sent_at: "2026-11-23T10:04:00Z",
  order: Number(id),
  delivered_at: null,
  read_at: null,
  ...more,
});

function chat(view = conversation(), live = fakeLive()) {
  const user = userEvent.setup();
  const element = (
    <Chat
      live={live.live}
      conversation={view}
      me="candidate"
      deskKey="s"
      typingUntil={0}
      pasteLimit={10}
      spellCheck={false}
      canWrite
    />
  );
  const shown = render(element);
  return { ...live, user, shown, field: () => screen.getByRole("textbox", { name: "Votre message" }) };
}

beforeEach(() => localStorage.clear());

it("sends on Enter, starts a line on Shift and Enter", async () => {
  const { send, user, field } = chat();
  await user.type(field(), "Bonjour,{Shift>}{Enter}{/Shift}je regarde.{Enter}");
  expect(send).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ type: "chat.send", text: "Bonjour,\nje regarde." }),
    expect.any(String),
  );
  expect(field()).toHaveValue("");
});

it("shows a message as on its way until the server has it, and keeps it over a reload under the same name", async () => {
  const live = fakeLive();
  let answer: (ack: Ack) => void = () => undefined;
  live.send.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  const first = chat(conversation(), live);
  await first.user.type(first.field(), "Bonjour{Enter}");
  expect(screen.getByText("En cours d’envoi…")).toBeVisible();
  const [sent, id] = live.send.mock.calls[0] ?? [];
  first.shown.unmount();
  chat(conversation(), live);
  expect(live.send).toHaveBeenLastCalledWith(sent, id);
  answer(done);
  await expect.poll(() => screen.queryByText("En cours d’envoi…")).toBeNull();
});

it("keeps a refused message, says why, and gives its text back", async () => {
  const live = fakeLive();
  live.send.mockResolvedValue(refused("La conversation est close."));
  const { user, field } = chat(conversation(), live);
  await user.type(field(), "Trop tard{Enter}");
  expect(await screen.findByText(/La conversation est close/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Reprendre le texte" }));
  expect(field()).toHaveValue("Trop tard");
});

it("keeps what is being written when one looks elsewhere", async () => {
  const { user, field, shown } = chat();
  await user.type(field(), "Je vous propose");
  shown.unmount();
  expect(chat().field()).toHaveValue("Je vous propose");
});

it("refuses a long paste and says so", async () => {
  const { user, field } = chat();
  await user.click(field());
  await user.paste("un texte préparé ailleurs");
  expect(field()).toHaveValue("");
  expect(screen.getByRole("alert")).toHaveTextContent("Le collage est limité à 10 caractères");
});

it("says sent, received, read in words, for its own messages only", () => {
  chat(
    conversation({
      messages: [
        message("1", "candidate"),
        message("2", "candidate", { delivered_at: "x" }),
        message("3", "candidate", { delivered_at: "x", read_at: "x" }),
        message("4", "customer", { read_at: "x" }),
      ],
    }),
  );
  const marks = screen.getAllByText(/^\d\d:\d\d:\d\d/).map((one) => one.textContent.split(" · ")[1] ?? "");
  expect(marks).toEqual(["Envoyé", "Reçu", "Lu", ""]);
});

it("hints that one is writing now and then, not at every key", async () => {
  const { hint, user, field } = chat();
  await user.type(field(), "Bonjour Madame");
  expect(hint).toHaveBeenCalledTimes(1);
});

it("warns that the customer waits", () => {
  chat(conversation({ messages: [message("1", "customer", { read_at: "x" })], waiting_since: "2026-11-23T10:04:00Z" }));
  expect(screen.getByText(/Le client attend depuis plus de 20 s/)).toBeVisible();
});
