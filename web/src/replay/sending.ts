/** What may be posted to a played exchange, and the route that takes each. */

import { client, problemOf } from "../api/client";
import type {
  Correction,
  FeedbackShare,
  FindingReject,
  MarkPlace,
  MarkRemove,
  ReplayView,
  VerdictSetCommand,
} from "../api/schema";
import type { Answer } from "../shared/posts";

interface Bodies {
  marks: MarkPlace;
  "marks/remove": MarkRemove;
  "findings/reject": FindingReject;
  verdicts: VerdictSetCommand;
  feedback: FeedbackShare;
  "transcript/correct": Correction;
}

type Place = keyof Bodies;

/** `id`: its own, in this browser. */
export type Post<Where extends Place = Place> = {
  [One in Where]: { id: string; path: One; body: Bodies[One] };
}[Where];

type Asked = Promise<{ data?: ReplayView; error?: unknown; response: Response }>;

const ROUTES: { [One in Place]: (runId: string, body: Bodies[One]) => Asked } = {
  marks: (run_id, body) => client.POST("/api/staff/runs/{run_id}/marks", { params: { path: { run_id } }, body }),
  "marks/remove": (run_id, body) =>
    client.POST("/api/staff/runs/{run_id}/marks/remove", { params: { path: { run_id } }, body }),
  "findings/reject": (run_id, body) =>
    client.POST("/api/staff/runs/{run_id}/findings/reject", { params: { path: { run_id } }, body }),
  verdicts: (run_id, body) => client.POST("/api/staff/runs/{run_id}/verdicts", { params: { path: { run_id } }, body }),
  feedback: (run_id, body) => client.POST("/api/staff/runs/{run_id}/feedback", { params: { path: { run_id } }, body }),
  "transcript/correct": (run_id, body) =>
    client.POST("/api/staff/runs/{run_id}/transcript/correct", { params: { path: { run_id } }, body }),
};

export async function send<Where extends Place>(runId: string, post: Post<Where>): Promise<Answer<ReplayView>> {
  const silent: Answer<ReplayView> = {
    ok: false,
    status: 0,
    problem: { code: "unreachable", message: "", remedy: "" },
  };
  try {
    const { data, error, response } = await ROUTES[post.path](runId, post.body);
    if (data) return { ok: true, data };
    const problem = problemOf(error);
    return problem === null ? silent : { ok: false, status: response.status, problem };
  } catch {
    return silent;
  }
}
