import { server } from "../api/client";
import type { FeedbackView } from "../api/schema";

const AGAIN_MS = 2000;

/** The feedback of an exchange (`runId` null: none), as one's door shows it; asked again until it has been read. */
export function useFeedback(door: "staff" | "candidate", runId: string | null): FeedbackView | null {
  const { data } = server.useQuery(
    "get",
    `/api/${door}/runs/{run_id}/feedback`,
    { params: { path: { run_id: runId ?? "" } } },
    {
      enabled: runId !== null,
      refetchInterval: ({ state }) => (state.data?.state === "waiting" ? AGAIN_MS : false),
    },
  );
  return data ?? null;
}
