import { useCallback, useEffect, useRef, useState } from "react";

import { call } from "../api/call";
import type { ReplayView } from "../api/schema";
import { newId } from "../live/socket";
import type { Problem } from "../live/waiting";
import { browserStorage } from "../shared/browserStorage";
import { type Post, Posts } from "./posts";

interface Posting {
  post: (path: string, body: Record<string, unknown>) => void;
  /** Something waits: the server cannot keep it for the moment. */
  isWaiting: boolean;
}

/** Posts to one exchange, kept in this browser until the server has them. `whose`: who is signed in; null: not known yet. */
export function usePosts(
  root: string,
  whose: string | null,
  onDone: (view: ReplayView) => void,
  onRefused: (problem: Problem) => void,
): Posting {
  const [isWaiting, setWaiting] = useState(false);
  const told = useRef({ onDone, onRefused });
  useEffect(() => {
    told.current = { onDone, onRefused };
  });
  const posts = useRef<Posts<ReplayView> | null>(null);
  useEffect(() => {
    if (whose === null) return;
    const key = `combine.posts.${whose}.${root}`;
    const made = new Posts<ReplayView>(
      (path, body) => call<ReplayView>("POST", `${root}/${path}`, body),
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
  }, [root, whose]);
  const post = useCallback(
    (path: string, body: Record<string, unknown>) => posts.current?.add({ id: newId(), path, body }),
    [],
  );
  return { post, isWaiting };
}
