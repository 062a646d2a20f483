import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { queries } from "../api/client";
import type { PackSummary } from "../api/schema";
import { NewSession } from "./NewSession";

const pack = (id: string, story_moves: boolean): PackSummary => ({
  id,
  company_name: id,
  tagline: "",
  customers: 1,
  products: 1,
  procedures: 1,
  case_studies: [],
  story_moves,
  subjects: [null, "title"].map((exam_format) => ({
    id: exam_format ?? "essai",
    title: exam_format ?? "Essai",
    summary: "",
    exam_format,
    minutes: 10,
    competences: [],
    exchanges: [],
  })),
});

let sent: Record<string, unknown>[];
const today = () => screen.queryByRole("checkbox", { name: /Ramener l’histoire à aujourd’hui/ });

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push((await request.json()) as Record<string, unknown>);
    return new Response(JSON.stringify({ code: "x", message: "Non.", remedy: "" }), { status: 409 });
  });
  render(<NewSession packs={[pack("Mobile", true), pack("Fixe", false)]} groups={[]} />, {
    wrapper: ({ children }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>,
  });
});
afterEach(() => vi.unstubAllGlobals());

it("offers to bring the story to today only in practice, and only where the pack moves", async () => {
  const user = userEvent.setup();
  expect(today()).not.toBeNull();
  await user.selectOptions(screen.getByLabelText("Sujet"), "Fixe/essai");
  expect(today()).toBeNull();
  await user.selectOptions(screen.getByLabelText("Sujet"), "Mobile/essai");
  expect(today()).not.toBeNull();
  await user.selectOptions(screen.getByLabelText("Genre"), "exam");
  expect(today()).toBeNull();
});

it("asks for the story of today when it is ticked, and for the written one when it is not", async () => {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Titre"), "Mardi");
  await user.click(screen.getByRole("button", { name: "Créer la séance" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  const box = today();
  if (box === null) throw new Error("no choice");
  await user.click(box);
  await user.click(screen.getByRole("button", { name: "Créer la séance" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.map((one) => [one.pack_id, one.story_day])).toEqual([
    ["Mobile", "fixed"],
    ["Mobile", "today"],
  ]);
});

it("makes one session of a double press, and may be pressed again once it was refused", async () => {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Titre"), "Mardi");
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Créer la séance" });
  button.click();
  button.click();
  await screen.findByRole("alert");
  expect(sent).toHaveLength(1);
  await user.click(button);
  await waitFor(() => expect(sent).toHaveLength(2));
});

it("names what it asks for, so that asking again with the same words makes no second session", async () => {
  const user = userEvent.setup();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Créer la séance" });
  for (const [index, title] of ["Mardi", "", " 2"].entries()) {
    if (title) await user.type(screen.getByLabelText("Titre"), title);
    await user.click(button);
    await waitFor(() => expect(sent).toHaveLength(index + 1));
    await waitFor(() => expect(button.disabled).toBe(false));
  }
  const [first, again, other] = sent.map((one) => one.id);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
