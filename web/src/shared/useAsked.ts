import { useCallback, useEffect, useState } from "react";

import { call } from "../api/call";

interface Asked<T> {
  data: T | null;
  /** The server did not answer; `again` asks once more. */
  hasFailed: boolean;
  again: () => void;
}

const answers = new Map<string, unknown>();

/** What one address of the server answers. `keep`: asked once for the life of the page. A null address asks nothing. */
export function useAsked<T>(path: string | null, keep = false): Asked<T> {
  const [answer, setAnswer] = useState<{ path: string; data: T | null } | null>(null);
  const [turn, setTurn] = useState(0);
  const known = path !== null && keep ? (answers.get(path) as T | undefined) : undefined;
  useEffect(() => {
    if (path === null || known !== undefined) return;
    let isCurrent = true;
    void call<T>("GET", path).then((got) => {
      if (got.ok && keep) answers.set(path, got.data);
      if (isCurrent) setAnswer({ path, data: got.ok ? got.data : null });
    });
    return () => {
      isCurrent = false;
    };
  }, [path, keep, known, turn]);
  const again = useCallback(() => {
    setAnswer(null);
    setTurn((before) => before + 1);
  }, []);
  const current = answer?.path === path ? answer : null;
  return { data: known ?? current?.data ?? null, hasFailed: current !== null && current.data === null && known === undefined, again };
}
