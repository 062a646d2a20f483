/** One HTTP call to our own server: the answer, or the problem in the server's own French words. */

import type { Problem } from "../live/socket";

export type Answer<T> = { ok: true; data: T } | { ok: false; status: number; problem: Problem };

export async function call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { "X-Combine": "1", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const data = text ? (JSON.parse(text) as unknown) : null;
    if (response.ok) return { ok: true, data: data as T };
    return { ok: false, status: response.status, problem: data as Problem };
  } catch {
    const problem = {
      code: "unreachable",
      message: "Le serveur ne répond pas.",
      remedy: "Vérifiez le réseau, puis réessayez.",
    };
    return { ok: false, status: 0, problem };
  }
}
