import { useMemo } from "react";

/** The server's time, from its last answer: a deadline is rendered against it, nothing is counted in the page. */
export function useServerClock(serverNow: string | undefined, heardAt: number): () => number {
  const offset = serverNow ? Date.parse(serverNow) - heardAt : 0;
  return useMemo(() => () => Date.now() + offset, [offset]);
}
