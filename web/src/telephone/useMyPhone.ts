/** One's own telephone as the server knows it: the account once, what is registered every other second. */

import { useQuery } from "@tanstack/react-query";

import { problemOf, queries, server } from "../api/client";
import type { PhoneAccount, PhoneState } from "../api/schema";
import type { Problem } from "../live/socket";

export type Door = "staff" | "candidate";
export type Rings = PhoneAccount["rings"];

const LOOK_MS = 2000;
/** The QR code's address is good for an hour. */
const RENEW_MS = 45 * 60_000;

export interface MyPhone {
  account: PhoneAccount | undefined;
  state: PhoneState | undefined;
  /** Why there is nothing to show; `no_telephones`: they are off. */
  problem: Problem | null;
  /** What the last wish met. */
  refusal: Problem | null;
  choose: (rings: Rings | null, sessionId?: string) => void;
  /** `saved`: it was taken. */
  setExtension: (extension: string, saved: () => void) => void;
  /** Another password: the telephones signed in with the former one are signed out. */
  renewPassword: () => void;
  tryIt: () => void;
  stopTrying: () => void;
  reload: () => void;
}

export function useMyPhone(door: Door): MyPhone {
  const asked = server.queryOptions("get", `/api/${door}/phone`);
  const look = server.queryOptions("get", `/api/${door}/phone/state`);
  const account = useQuery({ ...asked, refetchInterval: RENEW_MS, refetchIntervalInBackground: true });
  const state = useQuery({
    ...look,
    enabled: account.data !== undefined,
    // The account came with it: the first look is due after the interval.
    initialData: account.data,
    staleTime: LOOK_MS,
    refetchInterval: LOOK_MS,
  });

  const keep = (made: PhoneAccount): void => void queries.setQueryData(asked.queryKey, made);
  const see = (seen: PhoneState): void => void queries.setQueryData(look.queryKey, seen);
  const choosing = server.useMutation("put", `/api/${door}/phone`, { onSuccess: keep });
  const renewing = server.useMutation("post", `/api/${door}/phone/password`, {
    onSuccess: (made) => {
      keep(made);
      see(made);
    },
  });
  const trying = server.useMutation("post", `/api/${door}/phone/check`, { onSuccess: see });
  const stopping = server.useMutation("delete", `/api/${door}/phone/check`, { onSuccess: see });
  const wishes = [choosing, renewing, trying, stopping];
  const last = wishes.reduce((newest, one) => (one.submittedAt > newest.submittedAt ? one : newest));

  const choose = (rings: Rings | null, sessionId?: string): void => {
    // Shown at once, taken back if it is refused: a choice that waits for the server looks like one that failed.
    const before = account.data;
    if (before) keep(chosen(before, rings, sessionId));
    const body = { rings, session_id: sessionId ?? null };
    choosing.mutate({ body }, { onError: () => before && keep(before) });
  };
  return {
    account: account.data,
    state: state.data,
    problem: problemOf(account.error),
    refusal: problemOf(last.error),
    choose,
    setExtension: (extension, saved) => {
      const body = { rings: null, extension: extension.trim(), session_id: null };
      choosing.mutate({ body }, { onSuccess: saved });
    },
    renewPassword: () => renewing.mutate({}),
    tryIt: () => trying.mutate({}),
    stopTrying: () => stopping.mutate({}),
    reload: () => void account.refetch(),
  };
}

function chosen(account: PhoneAccount, rings: Rings | null, sessionId?: string): PhoneAccount {
  if (sessionId === undefined) return rings === null ? account : { ...account, rings };
  return {
    ...account,
    sessions: account.sessions.map((one) => (one.session_id === sessionId ? { ...one, rings } : one)),
  };
}
