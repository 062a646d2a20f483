/** One candidate's deliberation, read anew every few seconds: the other juror writes on the same page. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { isUnreachable, server, wordsOf } from "../api/client";
import type { DeliberationView } from "../api/schema";

const PATH = "/api/staff/seats/{seat_id}/deliberation";
const EVERY_MS = 4000;

interface Told {
  data?: DeliberationView;
  error?: unknown;
}

/** Waits for a change and shows what the server answered; whether it was made. */
export type Send = (change: Promise<Told>) => Promise<boolean>;

/**
 * What became of a change. `refusal`: why it was not made, empty once it is. `isUnknown`: no answer came, it may have
 * been made all the same; the page was asked for again since.
 */
export interface Outcome {
  refusal: string;
  isUnknown: boolean;
}

/** The same for a dialog, which says itself what became of a change. */
export type SendAside = (change: Promise<Told>) => Promise<Outcome>;

interface Deliberation {
  view: DeliberationView | undefined;
  /** Why the page could not be read. */
  refused: string;
  /** Why the last change was not made. */
  problem: string;
  send: Send;
  sendAside: SendAside;
  again: () => void;
}

export function useDeliberation(seatId: string): Deliberation {
  const params = { params: { path: { seat_id: seatId } } };
  const { data, error, refetch } = server.useQuery("get", PATH, params, { refetchInterval: EVERY_MS });
  const [problem, setProblem] = useState("");
  const cache = useQueryClient();
  const sendAside = useCallback<SendAside>(
    async (change) => {
      setProblem("");
      const { data: changed, error: refusal } = await change;
      if (changed) cache.setQueryData(server.queryOptions("get", PATH, params).queryKey, changed);
      else await refetch();
      return { refusal: wordsOf(refusal), isUnknown: isUnreachable(refusal) };
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `params` is made of `seatId` alone
    [seatId, cache, refetch],
  );
  const send = useCallback<Send>(
    async (change) => {
      const { refusal } = await sendAside(change);
      setProblem(refusal);
      return refusal === "";
    },
    [sendAside],
  );
  return { view: data, refused: wordsOf(error), problem, send, sendAside, again: () => void refetch() };
}
