import { useEffect } from "react";

import { server } from "../api/client";
import type { FindingsView } from "../api/schema";
import { useSettled } from "./useSettled";

const SETTLED_MS = 1200;

/** What the evidence suggests on an exchange, asked again a moment after `key` has changed; null: nothing to show. */
export function useFindings(runId: string | null, key: string): FindingsView | null {
  // Asked by hand below. A failed question leaves what was there: the jury marks without it.
  const { data, refetch } = server.useQuery(
    "get",
    "/api/staff/runs/{run_id}/findings",
    { params: { path: { run_id: runId ?? "" } } },
    { enabled: false },
  );
  const wanted = `${runId ?? ""} ${key}`;
  const settled = useSettled(wanted, SETTLED_MS);
  useEffect(() => {
    if (runId !== null && settled === wanted) void refetch();
  }, [runId, settled, wanted, refetch]);
  return runId !== null && data !== undefined && data.state !== "off" ? data : null;
}
