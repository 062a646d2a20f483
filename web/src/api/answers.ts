/**
 * What `client` answers, told apart by `ok` and with its status: for what goes on by itself, where a refusal and a
 * server that does not answer are two different things to do next.
 */

import type { Problem } from "../live/waiting";
import { isUnreachable, problemOf } from "./client";

export type Answer<T> = { ok: true; data: T } | { ok: false; status: number; problem: Problem };

/** As `client` itself answers. */
interface Asked<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Status 0: nobody answered, or what came cannot be read. */
export async function answerOf<T>(asking: Promise<Asked<T>>): Promise<Answer<T>> {
  // A body that breaks off half-way is no answer either.
  const { data, error, response } = await asking.catch((error: unknown) => ({
    data: undefined,
    error,
    response: null,
  }));
  const problem = response?.ok ? null : problemOf(error ?? "");
  if (problem === null) return { ok: true, data: data as T };
  return { ok: false, status: response === null || isUnreachable(problem) ? 0 : response.status, problem };
}

/** For `client`'s `fetch`: after this long the server counts as unreachable. */
export function within(milliseconds: number): (request: Request) => Promise<Response> {
  return (request) => fetch(request, { signal: AbortSignal.timeout(milliseconds) });
}
