import { useEffect, useState } from "react";

/** The given clock, read at least every `every` milliseconds; another clock is read at once. */
export function useNow(read: () => number, every = 500): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => tick((count) => count + 1), every);
    return () => window.clearInterval(timer);
  }, [every]);
  return read();
}
