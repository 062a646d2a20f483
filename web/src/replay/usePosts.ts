import { useCallback, useEffect, useRef, useState } from "react";

import type { ReplayView } from "../api/schema";
import { newId } from "../live/socket";
import type { Problem } from "../live/waiting";
import { browserStorage } from "../shared/browserStorage";
import { Posts } from "./posts";
import { type Post, send } from "./sending";

/** A post that has no name of its own yet. */
type Unsent = { [Where in Post["path"]]: Omit<Post<Where>, "id"> }[Post["path"]];

interface Posting {
  post: (what: Unsent) => void;
  /** Something waits: the server cannot keep it for the moment. */
  isWaiting: boolean;
}

/** Posts to one exchange, kept in this browser until the server has them. `whose`: who is signed in; null: not known yet. */
export function usePosts(
  runId: string,
  whose: string | null,
  onDone: (view: ReplayView) => void,
  onRefused: (problem: Problem) => void,
): Posting {
  const [isWaiting, setWaiting] = useState(false);
  const told = useRef({ onDone, onRefused });
  useEffect(() => {
    told.current = { onDone, onRefused };
  });
  const posts = useRef<Posts<Post, ReplayView> | null>(null);
  useEffect(() => {
    if (whose === null) return;
    const key = `combine.posts.${whose}./api/staff/runs/${runId}`;
    const made = new Posts<Post, ReplayView>(
      (one) => send(runId, one),
      {
        onDone: (view) => told.current.onDone(view),
        onRefused: (problem) => told.current.onRefused(problem),
        onWaiting: setWaiting,
      },
      {
        all: () => JSON.parse(browserStorage.getItem(key) ?? "[]") as Post[],
        save: (waiting) =>
          waiting.length > 0 ? browserStorage.setItem(key, JSON.stringify(waiting)) : browserStorage.removeItem(key),
      },
    );
    posts.current = made;
    void made.run();
    return () => made.stop();
  }, [runId, whose]);
  const post = useCallback((what: Unsent) => posts.current?.add({ id: newId(), ...what }), []);
  return { post, isWaiting };
}
