import { useEffect, useState } from "react";

/** A value once it has stayed the same for `ms`; null before the first has. */
export function useSettled(value: string, ms: number): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), ms);
    return () => window.clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
