/** What the case study asks of the server, outside of components: the answer, or why there is none, in words. */

import { client, problemOf, wordsOf } from "../api/client";
import type { CaseStudyNow, CaseStudyView, KeptVersion, WrittenText } from "../api/schema";
import type { Sent } from "./copies";

export type Answer<T> = { ok: true; data: T } | { ok: false; isPassing: boolean; code: string; why: string };

/** After so long a version counts as not received; sent again under its name, it is kept once. */
const LONGEST_MS = 6000;

const NO_ANSWER: Answer<never> = { ok: false, isPassing: true, code: "unreachable", why: "" };

/** Nobody answers, or a server that cannot keep anything just now, or a sign-in that may come back. */
const PASSING = new Set([0, 401, 403, 429]);

interface Asked<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function answerOf<T>({ data, error, response }: Asked<T>): Answer<T> {
  if (response.ok) return { ok: true, data: data as T };
  const isPassing = PASSING.has(response.status) || response.status >= 500;
  return { ok: false, isPassing, code: problemOf(error)?.code ?? "", why: wordsOf(error) };
}

export async function askDesk(): Promise<Answer<CaseStudyView>> {
  return answerOf(await client.GET("/api/candidate/productions"));
}

export async function askNow(): Promise<Answer<CaseStudyNow>> {
  return answerOf(await client.GET("/api/candidate/productions/now"));
}

export async function askVersion(written: WrittenText["written"], number: number): Promise<Answer<WrittenText>> {
  const params = { path: { written, number } };
  return answerOf(await client.GET("/api/candidate/productions/{written}/versions/{number}", { params }));
}

export async function sendVersion(written: WrittenText["written"], sent: Sent): Promise<Answer<KeptVersion>> {
  const asked = client.POST("/api/candidate/productions/{written}/versions", {
    params: { path: { written } },
    body: { client_id: sent.clientId, based_on: sent.basedOn, document: sent.document },
  });
  const late = new Promise<Answer<KeptVersion>>((done) => setTimeout(() => done(NO_ANSWER), LONGEST_MS));
  return Promise.race([asked.then(answerOf<KeptVersion>), late]);
}

export function tellRefusedPaste(production: "case_summary" | "stakes" | "reply_letter", characters: number): void {
  const params = { path: { production } };
  void client.POST("/api/candidate/productions/{production}/paste-refused", { params, body: { characters } });
}
