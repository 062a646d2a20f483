/** What the doctor found last; asked for more often while it is looking. */

import { isRefused, server } from "../api/client";
import type { ExaminedView } from "../api/schema";

const LOOKING_MS = 1000;

export interface Looked {
  points: ExaminedView[];
  /** Null before the first look has ended. */
  lookedAt: string | null;
  isLooking: boolean;
  again: () => void;
}

export function useExamination(): Looked {
  const { data, refetch } = server.useQuery(
    "get",
    "/api/staff/installation/examination",
    {},
    { refetchInterval: ({ state }) => (state.data?.is_looking && !isRefused(state.error) ? LOOKING_MS : false) },
  );
  const looking = server.useMutation("post", "/api/staff/installation/examination", { onSettled: () => refetch() });
  return {
    points: data?.points ?? [],
    lookedAt: data?.looked_at ?? null,
    isLooking: data?.is_looking ?? true,
    again: () => looking.mutate({}),
  };
}
