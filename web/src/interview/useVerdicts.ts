import { useState } from "react";

import { client, problemOf, queries, server, wordsOf } from "../api/client";
import type { GuideView } from "../api/schema";
import { MadeTimes } from "../live/made";
import { newId } from "../live/socket";
import type { Answer } from "../shared/posts";
import { useKeptPosts } from "../shared/useKeptPosts";
import type { Interview, VerdictPost } from "./verdictPosts";

const VERDICT = "/api/staff/seats/{seat_id}/interview/verdicts/{interview}/{criterion}";

export type Judge = (
  interview: Interview,
  criterion: string,
  verdict: VerdictPost["body"]["verdict"],
  comment: string,
) => void;

export interface Verdicts {
  judge: Judge;
  waiting: VerdictPost[];
  isWaiting: boolean;
  /** Why the server said no to the last one; empty where it did not. */
  refusal: string;
}

/**
 * This juror's verdicts after the interviews, kept in this browser until the server has them, whatever part of the page
 * is looked at. `serverNow`: milliseconds.
 */
export function useVerdicts(seatId: string, serverNow: () => number): Verdicts {
  const [times] = useState(() => new MadeTimes());
  const [refusal, setRefusal] = useState("");
  const { data: me } = server.useQuery("get", "/api/staff/me");
  const key = me === undefined ? null : `combine.verdicts.${me.person_id}.${seatId}`;
  const { post, waiting, isWaiting } = useKeptPosts<VerdictPost, GuideView>(key, {
    send: (one) => send(seatId, one),
    onDone: (guide) => {
      queries.setQueryData<GuideView>(guideOf(seatId).queryKey, guide);
      setRefusal("");
    },
    onRefused: (problem) => setRefusal(wordsOf(problem)),
  });
  const judge: Judge = (interview, criterion, verdict, comment) => {
    post({
      id: newId(),
      interview,
      criterion,
      body: { verdict, comment, ...times.now(serverNow(), Date.now()) },
    });
  };
  return { judge, waiting, isWaiting, refusal };
}

/** How the guide of this seat is asked for. */
export function guideOf(seatId: string) {
  return server.queryOptions("get", "/api/staff/seats/{seat_id}/interview/guide", {
    params: { path: { seat_id: seatId } },
  });
}

async function send(seatId: string, { interview, criterion, body }: VerdictPost): Promise<Answer<GuideView>> {
  const params = { path: { seat_id: seatId, interview, criterion } };
  const { data, error, response } = await client.PUT(VERDICT, { params, body });
  if (data) return { ok: true, data };
  const problem = problemOf(error) ?? { code: "unreachable", message: "", remedy: "" };
  return { ok: false, status: response.status, problem };
}
