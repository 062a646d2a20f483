import { useEffect, useState } from "react";

import { call } from "../api/call";
import type { FindingsView } from "../api/schema";

const SETTLED_MS = 1200;

/** What the evidence suggests on an exchange, asked again a moment after `key` has changed; null: nothing to show. */
export function useFindings(runId: string | null, key: string): FindingsView | null {
  const [found, setFound] = useState<{ runId: string; view: FindingsView } | null>(null);
  useEffect(() => {
    if (runId === null) return;
    let isGone = false;
    const timer = window.setTimeout(() => {
      void call<FindingsView>("GET", `/api/staff/runs/${runId}/findings`).then((answer) => {
        // A failed question leaves what was there: the jury marks without it.
        if (!isGone && answer.ok) setFound({ runId, view: answer.data });
      });
    }, SETTLED_MS);
    return () => {
      isGone = true;
      window.clearTimeout(timer);
    };
  }, [runId, key]);
  return found !== null && found.runId === runId && found.view.state !== "off" ? found.view : null;
}
