import { useEffect, useState } from "react";

/** The given clock, read every `every` milliseconds. */
export function useNow(read: () => number, every = 500): number {
  const [now, setNow] = useState(read);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(read()), every);
    return () => window.clearInterval(timer);
  }, [read, every]);
  return now;
}
