/** The server through its own types: `server.useQuery("get", "/api/staff/sessions")`; every failure is a Problem. */

import { QueryClient } from "@tanstack/react-query";
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

/** A network that fails is told like any other refusal, in words for the person. */
const inWords: Middleware = { onError: () => Response.json(UNREACHABLE, { status: 503 }) };

const client = createClient<paths>({
  baseUrl: location.origin,
  headers: { "X-Combine": "1" },
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(LONGEST_MS) }),
});
client.use(inWords);

export const server = createQueries(client);

/** The server's own words of a failure; its types name only what FastAPI refuses by itself. */
export function problemOf(error: unknown): Problem | null {
  return error === null || error === undefined ? null : (error as Problem);
}

export function wordsOf(error: unknown): string {
  const problem = problemOf(error);
  return problem === null ? "" : `${problem.message} ${problem.remedy}`.trim();
}

export const queries = new QueryClient({
  defaultOptions: {
    // A room may have a server and no internet: the browser's own idea of « online » decides nothing.
    // A person sees at once that a question failed, and asks again themselves: no silent tries behind a blank page.
    queries: { retry: false, refetchOnWindowFocus: false, staleTime: 0, networkMode: "always" },
  },
});
