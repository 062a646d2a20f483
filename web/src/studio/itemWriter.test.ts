import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ItemView } from "../api/schema";
import { setAt } from "./content";
import { ItemWriter, type Written } from "./itemWriter";

const ITEM = {
  kind: "exchange",
  id: "s.e1",
  number: 1,
  content: {},
  faults: [],
  may_undo: false,
  changed_at: "2026-11-30T09:00:00Z",
} as unknown as ItemView;

let sent: Record<string, unknown>[];
let told: Written | undefined;
let isAway: boolean;

/** A server that keeps each state as the next number. */
async function answer(request: Request): Promise<Response> {
  if (isAway) throw new TypeError("Failed to fetch");
  if (request.method !== "PUT") return Response.json([]);
  const body = (await request.json()) as { number: number; content: Record<string, unknown> };
  sent.push(body.content);
  expect(body.number).toBe(sent.length);
  return Response.json({ ...ITEM, number: sent.length + 1, content: body.content, may_undo: true });
}

beforeEach(() => {
  [sent, told, isAway] = [[], undefined, false];
  vi.stubGlobal("fetch", answer);
});
afterEach(() => void vi.unstubAllGlobals());

function aWriter(): (field: string, value: string) => Promise<void> {
  const writer = new ItemWriter("p", ITEM, (written) => (told = written));
  flush = () => writer.flush();
  return async (field, value) => {
    writer.change(field, (content) => setAt(content, field, value));
    await Promise.resolve();
  };
}
let flush: () => Promise<boolean>;

it("keeps a state for each field, though the author never pauses", async () => {
  const type = aWriter();
  for (const letters of ["B", "Bo", "Bon"]) await type("opening", letters);
  for (const letters of ["L", "La"]) await type("mission", letters);
  await type("mood", "Lasse");
  expect(await flush()).toBe(true);
  expect(sent).toEqual([
    { opening: "Bon" },
    { opening: "Bon", mission: "La" },
    { opening: "Bon", mission: "La", mood: "Lasse" },
  ]);
  expect(told?.saving).toBe("saved");
});

it("takes what one click sets in several fields for one state", async () => {
  const writer = new ItemWriter("p", ITEM, () => undefined);
  writer.change("candidate", (content) => setAt(content, "candidate", "x"));
  writer.change("jury", (content) => setAt(content, "jury", "y"));
  expect(await writer.flush()).toBe(true);
  expect(sent).toEqual([{ candidate: "x", jury: "y" }]);
});

it("keeps every step for a server that was away", async () => {
  const type = aWriter();
  isAway = true;
  await type("opening", "Bonjour");
  await type("mission", "Rappeler");
  expect(await flush()).toBe(false);
  expect(told?.saving).toBe("failed");
  isAway = false;
  expect(await flush()).toBe(true);
  expect(sent).toEqual([{ opening: "Bonjour" }, { opening: "Bonjour", mission: "Rappeler" }]);
});

it("keeps a sound that comes while one types as a state of its own, between the words before and after it", async () => {
  const type = aWriter();
  const sequences = (audio?: string): object => ({ 0: { title: "Un", ...(audio ? { audio } : {}) } });
  await type("request", "Bonjour");
  await type("sequences.0.title", "Un");
  await type("sequences.0.audio", "audio/un.opus");
  await type("request", "Bonjour, merci");
  expect(await flush()).toBe(true);
  expect(sent.map((one) => ({ ...one, sequences: { ...(one.sequences as object) } }))).toEqual([
    { request: "Bonjour", sequences: {} },
    { request: "Bonjour", sequences: sequences() },
    { request: "Bonjour", sequences: sequences("audio/un.opus") },
    { request: "Bonjour, merci", sequences: sequences("audio/un.opus") },
  ]);
});
