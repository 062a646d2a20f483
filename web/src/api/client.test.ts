import { afterEach, expect, it, vi } from "vitest";

import { client, isRefused, isUnreachable, problemOf, wordsOf } from "./client";

const UNREACHABLE = "Le serveur ne répond pas. Vérifiez le réseau, puis réessayez.";

function answering(answer: () => Promise<Response>) {
  vi.stubGlobal("fetch", answer);
  return client.GET("/api/public/health");
}
const page = (status: number) => () =>
  Promise.resolve(new Response("<html>", { status, headers: { "Content-Type": "text/html" } }));

afterEach(() => void vi.unstubAllGlobals());

it("gives a refusal in the server's own words", async () => {
  const refusal = { code: "closed", message: "Séance close.", remedy: "" };
  const { error } = await answering(() => Promise.resolve(Response.json(refusal, { status: 409 })));
  expect(wordsOf(error)).toBe("Séance close.");
  expect(isRefused(error)).toBe(true);
});

it.each([
  ["a network that is cut", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["the page of a proxy whose server is away", page(502)],
])("says that the server does not answer: %s", async (_, answer) => {
  const { data, error } = await answering(answer);
  expect(data).toBeUndefined();
  expect(wordsOf(error)).toBe(UNREACHABLE);
  expect(isUnreachable(error)).toBe(true);
  expect(isRefused(error)).toBe(false);
});

it("takes what it cannot read for an answer that did not come", async () => {
  const unread: unknown = await answering(page(200)).catch((error: unknown) => error);
  expect(wordsOf(unread)).toBe(UNREACHABLE);
  expect(problemOf(null)).toBeNull();
});
