/** A juror's marking as they left it: what the server knows, and over it what is still on its way. Pure. */

import type {
  FindingReject,
  MarkingView,
  MarkPlace,
  MarkRemove,
  MarkView,
  VerdictSetCommand,
  VerdictView,
} from "../api/schema";
import type { Message } from "../live/waiting";

export function withPending(known: MarkingView, pending: Message[]): MarkingView {
  return pending.reduce(after, known);
}

/** Marks that the server has not answered yet: shown as such. */
export function pendingMarks(pending: Message[]): Set<string> {
  return new Set(pending.filter((one) => one.type === "mark.place").map((one) => one.mark_id as string));
}

function after(marking: MarkingView, message: Message): MarkingView {
  // Only this page makes these messages, out of the server's own types.
  const command = message as unknown as MarkPlace | MarkRemove | VerdictSetCommand | FindingReject;
  switch (command.type) {
    case "mark.place":
      if (marking.marks.some((one) => one.mark_id === command.mark_id)) return marking;
      return { ...marking, marks: [...marking.marks, markOf(command)] };
    case "mark.remove":
      return { ...marking, marks: marking.marks.filter((one) => one.mark_id !== command.mark_id) };
    case "verdict.set": {
      const isSame = (one: VerdictView): boolean =>
        one.mine && one.run_id === command.run_id && one.criterion === command.criterion;
      const others = marking.verdicts.filter((one) => !isSame(one));
      const { verdict } = command;
      if (verdict === "none") return { ...marking, verdicts: others };
      return {
        ...marking,
        verdicts: [
          ...others,
          {
            run_id: command.run_id,
            criterion: command.criterion,
            verdict,
            comment: command.comment,
            by: "",
            mine: true,
          },
        ],
      };
    }
    case "finding.reject":
      return { ...marking, rejected: [...marking.rejected, { run_id: command.run_id, criterion: command.criterion }] };
    default:
      return marking;
  }
}

function markOf({ mark_id, run_id, criterion, sign, text, at_seconds, from_finding }: MarkPlace): MarkView {
  return {
    mark_id,
    run_id,
    criterion,
    sign,
    text,
    at_seconds: at_seconds ?? 0,
    by: "",
    mine: true,
    during_replay: false,
    from_finding,
  };
}
