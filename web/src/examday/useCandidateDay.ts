import { server } from "../api/client";
import type { CandidateDay } from "../api/schema";

/** The candidate's exam day beside their live desk; null where only exchanges are played. Asked every few seconds. */
export function useCandidateDay(isExam: boolean): { day: CandidateDay | null; again: () => void } {
  const asked = server.useQuery("get", "/api/candidate/day", {}, { enabled: isExam, refetchInterval: 3000 });
  return { day: asked.data ?? null, again: () => void asked.refetch() };
}
