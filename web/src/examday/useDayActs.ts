import { useState } from "react";

import { client, wordsOf } from "../api/client";
import type { Done } from "../api/schema";
import { t } from "../i18n/t";

/** What a day's desk asks for: `act` tells whether it was done; otherwise `problem` says why, and the way out. */
export interface DayActs {
  act: (path: string, body?: unknown) => Promise<boolean>;
  problem: string;
  isBusy: boolean;
}

/** A day's acts have one shape: the path says which, and the server checks what is sent. */
type Post = (
  path: string,
  init: { params: { query: { day?: string } }; body: unknown },
) => Promise<{ data?: Done; error?: unknown }>;
const post = client.POST as unknown as Post;

/** `day`: the one that is shown, of a session of several: what is done for a room or for all is of it. */
export function useDayActs(sessionId: string, day: string | undefined, changed: () => void): DayActs {
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const act = async (path: string, body: unknown = {}): Promise<boolean> => {
    setBusy(true);
    const { data, error } = await post(`/api/staff/exam-days/${sessionId}/${path}`, {
      params: { query: day ? { day } : {} },
      body,
    });
    setBusy(false);
    changed();
    if (error !== undefined) {
      setProblem(wordsOf(error));
      return false;
    }
    const refused = data?.refused ?? [];
    const told = refused.map((one) => t("{label} : {why}", { label: one.label, why: `${one.message} ${one.remedy}` }));
    setProblem([...told, data?.note ?? ""].join(" ").trim());
    return refused.length === 0;
  };
  return { act, problem, isBusy };
}
