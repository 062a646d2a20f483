/** One session as the server has it, looked at every four seconds, and what the people in charge change of it. */

import { useIsMutating, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { queries, server, wordsOf } from "../api/client";
import type { SeatSummary, SessionDetail } from "../api/schema";

const LOOK_MS = 4000;

export interface NewCandidate {
  candidate_name: string;
  desk: string;
  extra_minutes: number;
  captions: boolean;
}

interface OneSession {
  session: SessionDetail | undefined;
  /** Why it cannot be read, or what the last change met. */
  problem: string;
  setProblem: (problem: string) => void;
  add: (candidate: NewCandidate, done: () => void) => void;
  /** A second press meanwhile would add nobody, and be refused. */
  isAdding: boolean;
  /** Entered by mistake: the server takes them out while nothing of theirs is kept. */
  remove: (seat: SeatSummary) => void;
  /** Shown at once: two boxes ticked in a row must not undo each other. `reason`: of a jury that has signed. */
  seatJurors: (seat: SeatSummary, jurors: SeatSummary["jurors"], reason?: string) => void;
  close: () => void;
  reload: () => Promise<unknown>;
}

/** Changes go to the server one after the other, and an answer older than the last of them is not believed. */
export function useSession(sessionId: string): OneSession {
  const [problem, setProblem] = useState("");
  const params = { path: { session_id: sessionId } };
  const asked = server.queryOptions("get", "/api/staff/sessions/{session_id}", { params });
  const isChanging = useIsMutating() > 0;
  const { data: session, error, refetch } = useQuery({ ...asked, refetchInterval: isChanging ? false : LOOK_MS });
  const inTurn = {
    scope: { id: sessionId },
    onMutate: () => queries.cancelQueries({ queryKey: asked.queryKey }),
    onError: (refusal: unknown) => setProblem(wordsOf(refusal)),
    onSuccess: () => setProblem(""),
    // Only the last one asks how it stands now: what comes before it would be shown for a moment, and be old.
    onSettled: async () => {
      if (queries.isMutating() === 1) await queries.invalidateQueries({ queryKey: asked.queryKey });
    },
  };
  const adding = server.useMutation("post", "/api/staff/sessions/{session_id}/seats", inTurn);
  const closing = server.useMutation("post", "/api/staff/sessions/{session_id}/close", inTurn);
  const removing = server.useMutation("delete", "/api/staff/seats/{seat_id}", inTurn);
  const seating = server.useMutation("put", "/api/staff/seats/{seat_id}/jurors", inTurn);

  const seatJurors = async (seat: SeatSummary, jurors: SeatSummary["jurors"], reason: string): Promise<void> => {
    // A question that is given up puts back what was there when it was asked: so it goes first.
    await queries.cancelQueries({ queryKey: asked.queryKey });
    queries.setQueryData(asked.queryKey, (before: SessionDetail | undefined) =>
      before === undefined ? before : withJurors(before, seat.seat_id, jurors),
    );
    seating.mutate({
      params: { path: { seat_id: seat.seat_id } },
      body: { person_ids: jurors.map((juror) => juror.person_id), reason },
    });
  };
  return {
    session,
    problem: problem || (session === undefined ? wordsOf(error) : ""),
    setProblem,
    add: (body, done) => adding.mutate({ params, body }, { onSuccess: done }),
    isAdding: adding.isPending,
    remove: (seat) => removing.mutate({ params: { path: { seat_id: seat.seat_id } } }),
    seatJurors: (seat, jurors, reason = "") => void seatJurors(seat, jurors, reason),
    close: () => closing.mutate({ params }),
    reload: refetch,
  };
}

function withJurors(session: SessionDetail, seatId: string, jurors: SeatSummary["jurors"]): SessionDetail {
  const places = session.places.map((one) => (one.seat_id === seatId ? { ...one, jurors } : one));
  return { ...session, places };
}
