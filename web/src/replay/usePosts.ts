import { useState } from "react";

import type { ReplayView } from "../api/schema";
import { isMarking, MadeTimes } from "../live/made";
import { newId } from "../live/socket";
import type { Problem } from "../live/waiting";
import { useKeptPosts } from "../shared/useKeptPosts";
import { type Post, send } from "./sending";

/** A post that has no name of its own yet. */
type Unsent = { [Where in Post["path"]]: Omit<Post<Where>, "id"> }[Post["path"]];

interface Posting {
  post: (what: Unsent) => void;
  /** Something waits: the server cannot keep it for the moment. */
  isWaiting: boolean;
}

/**
 * Posts to one exchange, kept in this browser until the server has them; marks with the times when they were made.
 * `whose`: who is signed in; null: not known yet. `serverNow`: milliseconds.
 */
export function usePosts(
  runId: string,
  whose: string | null,
  serverNow: () => number,
  onDone: (view: ReplayView) => void,
  onRefused: (problem: Problem) => void,
): Posting {
  const [times] = useState(() => new MadeTimes());
  const key = whose === null ? null : `combine.posts.${whose}./api/staff/runs/${runId}`;
  const { post, isWaiting } = useKeptPosts<Post, ReplayView>(key, {
    send: (one) => send(runId, one),
    onDone,
    onRefused,
  });
  return { post: (what) => post({ id: newId(), ...withTimes(times, what, serverNow()) }), isWaiting };
}

/** As made now, where it is a mark. */
export function withTimes(times: MadeTimes, what: Unsent, serverMs: number): Unsent {
  const { body } = what;
  if (!("type" in body) || !isMarking(body.type)) return what;
  return { ...what, body: times.on(body, serverMs, Date.now()) } as Unsent;
}
