import { useCallback, useEffect, useRef, useState } from "react";

import { queries, server } from "../api/client";
import type { Problem } from "../live/waiting";
import { browserStorage } from "./browserStorage";
import { type Answer, Posts } from "./posts";

interface Posting<Post> {
  post: (what: Post) => void;
  /** What the server does not have yet, oldest first. */
  waiting: Post[];
  /** Something waits because the server cannot keep it for the moment. */
  isWaiting: boolean;
}

interface Told<Post, View> {
  send: (post: Post) => Promise<Answer<View>>;
  onDone: (view: View) => void;
  onRefused: (problem: Problem) => void;
}

/** Posts in their order, kept in this browser under `key` until the server has them; null: whose is not known yet. */
export function useKeptPosts<Post, View>(key: string | null, told: Told<Post, View>): Posting<Post> {
  const [isWaiting, setWaiting] = useState(false);
  const [waiting, setPosts] = useState<Post[]>([]);
  const now = useRef(told);
  useEffect(() => {
    now.current = told;
  });
  const posts = useRef<Posts<Post, View> | null>(null);
  useEffect(() => {
    if (key === null) return;
    const made = new Posts<Post, View>(
      (one) => now.current.send(one),
      {
        onDone: (view) => now.current.onDone(view),
        onRefused: (problem) => now.current.onRefused(problem),
        onWaiting: setWaiting,
        // The page's bar then leads to the sign-in and back here.
        onSignedOut: () => void queries.invalidateQueries(server.queryOptions("get", "/api/staff/me")),
      },
      {
        all: () => {
          const left = JSON.parse(browserStorage.getItem(key) ?? "[]") as Post[];
          setPosts(left);
          return left;
        },
        save: (left) => {
          setPosts(left);
          if (left.length > 0) browserStorage.setItem(key, JSON.stringify(left));
          else browserStorage.removeItem(key);
        },
      },
    );
    posts.current = made;
    void made.run();
    return () => made.stop();
  }, [key]);
  const post = useCallback((what: Post) => posts.current?.add(what), []);
  return { post, waiting, isWaiting };
}
