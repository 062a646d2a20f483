/**
 * The server through its own types. A page asks with `server.useQuery("get", "/api/staff/sessions")` and changes with
 * `server.useMutation(…)`; what is no component asks with `client.GET(…)`. Every failure is a Problem: `wordsOf(error)`.
 */

import { notifyManager, QueryClient } from "@tanstack/react-query";
import createClient, { type Middleware } from "openapi-fetch";
import createQueries from "openapi-react-query";

import type { Problem } from "../live/waiting";
import type { paths } from "./schema";

const LONGEST_MS = 15_000;

const UNREACHABLE: Problem = {
  code: "unreachable",
  message: "Le serveur ne répond pas.",
  remedy: "Vérifiez le réseau, puis réessayez.",
};
const unreachable = (): Response => Response.json(UNREACHABLE, { status: 503 });

/** A network that fails, or something on the way that answers in the server's place, is told in words for the person. */
const inWords: Middleware = {
  onError: unreachable,
  onResponse: ({ response }) => (response.ok || isJson(response) ? undefined : unreachable()),
};

export const client = createClient<paths>({
  baseUrl: location.origin,
  headers: { "X-Combine": "1" },
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(LONGEST_MS) }),
});
client.use(inWords);

export const server = createQueries(client);

/** The server's own words of a failure; an answer that cannot be read is one that did not come. */
export function problemOf(error: unknown): Problem | null {
  if (error === null || error === undefined) return null;
  return isProblem(error) ? error : UNREACHABLE;
}

export function wordsOf(error: unknown): string {
  const problem = problemOf(error);
  return problem === null ? "" : `${problem.message} ${problem.remedy}`.trim();
}

/** The server did not answer: another try may find it. */
export function isUnreachable(error: unknown): boolean {
  return problemOf(error)?.code === UNREACHABLE.code;
}

/** The server answered, and the answer is no: asked again, it stays one. */
export function isRefused(error: unknown): boolean {
  return problemOf(error) !== null && !isUnreachable(error);
}

// What is shown before the server agrees is drawn in the turn of the click: a box that is ticked must not jump back.
notifyManager.setScheduler(queueMicrotask);

export const queries = new QueryClient({
  defaultOptions: {
    // A room may have a server and no internet: the browser's own idea of « online » decides nothing.
    // A person sees at once that a question failed, and asks again themselves: no silent tries behind a blank page.
    queries: { retry: false, refetchOnWindowFocus: false, staleTime: 0, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

function isJson(response: Response): boolean {
  return response.headers.get("Content-Type")?.includes("json") ?? false;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "message" in error && "remedy" in error;
}
