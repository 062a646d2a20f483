import { useCallback, useSyncExternalStore } from "react";

import type { Late } from "./Receipt";
import type { Writers } from "./useCaseStudy";

/** What this page has of each text and the server has not. */
export function useLate(writers: Writers): Late[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [...writers.values()].map((writer) => writer.subscribe(listener));
      return () => ends.forEach((end) => end());
    },
    [writers],
  );
  const read = useCallback(() => JSON.stringify(lateOf(writers)), [writers]);
  return JSON.parse(useSyncExternalStore(subscribe, read)) as Late[];
}

export function lateOf(writers: Writers): Late[] {
  return [...writers].map(([written, writer]) => ({ written, sentences: writer.snapshot().unsent }));
}
