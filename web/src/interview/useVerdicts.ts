import { useState } from "react";

import { client, problemOf } from "../api/client";
import type { GuideView } from "../api/schema";
import { MadeTimes } from "../live/made";
import { newId } from "../live/socket";
import type { Problem } from "../live/waiting";
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

interface Verdicts {
  judge: Judge;
  waiting: VerdictPost[];
  isWaiting: boolean;
}

/** This juror's verdicts after the interviews, kept in this browser until the server has them. `serverNow`: milliseconds. */
export function useVerdicts(
  seatId: string,
  whose: string | null,
  serverNow: () => number,
  onDone: (guide: GuideView) => void,
  onRefused: (problem: Problem) => void,
): Verdicts {
  const [times] = useState(() => new MadeTimes());
  const key = whose === null ? null : `combine.verdicts.${whose}.${seatId}`;
  const { post, waiting, isWaiting } = useKeptPosts<VerdictPost, GuideView>(key, {
    send: (one) => send(seatId, one),
    onDone,
    onRefused,
  });
  const judge: Judge = (interview, criterion, verdict, comment) => {
    post({
      id: newId(),
      interview,
      criterion,
      body: { verdict, comment, ...times.now(serverNow(), Date.now()) },
    });
  };
  return { judge, waiting, isWaiting };
}

async function send(seatId: string, { interview, criterion, body }: VerdictPost): Promise<Answer<GuideView>> {
  const params = { path: { seat_id: seatId, interview, criterion } };
  const { data, error, response } = await client.PUT(VERDICT, { params, body });
  if (data) return { ok: true, data };
  const problem = problemOf(error) ?? { code: "unreachable", message: "", remedy: "" };
  return { ok: false, status: response.status, problem };
}
