/** One's own telephone as the server knows it: the account once, what is registered every other second. */

import { useCallback, useEffect, useState } from "react";

import { call } from "../api/call";
import type { PhoneAccount, PhoneState } from "../api/schema";
import type { Problem } from "../live/socket";

export type Door = "staff" | "candidate";
export type Rings = PhoneAccount["rings"];

const LOOK_MS = 2000;
/** The QR code's address is good for an hour. */
const RENEW_MS = 45 * 60_000;

export interface MyPhone {
  account: PhoneAccount | null;
  state: PhoneState | null;
  /** Why there is nothing to show; `no_telephones`: they are off. */
  problem: Problem | null;
  /** What the last wish met. */
  refusal: Problem | null;
  choose: (rings: Rings | null, sessionId?: string) => void;
  /** Whether it was taken. */
  setExtension: (extension: string) => Promise<boolean>;
  /** Another password: the telephones signed in with the former one are signed out. */
  renewPassword: () => void;
  tryIt: () => void;
  stopTrying: () => void;
  reload: () => void;
}

export function useMyPhone(door: Door): MyPhone {
  const path = `/api/${door}/phone`;
  const [account, setAccount] = useState<PhoneAccount | null>(null);
  const [state, setState] = useState<PhoneState | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refusal, setRefusal] = useState<Problem | null>(null);

  const reload = useCallback(() => {
    void call<PhoneAccount>("GET", path).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (!answer.ok) return;
      setAccount(answer.data);
      setState(answer.data);
    });
  }, [path]);
  useEffect(() => {
    reload();
    const renew = window.setInterval(reload, RENEW_MS);
    return () => window.clearInterval(renew);
  }, [reload]);

  const isOn = account !== null;
  useEffect(() => {
    if (!isOn) return;
    const look = window.setInterval(() => {
      void call<PhoneState>("GET", `${path}/state`).then((answer) => answer.ok && setState(answer.data));
    }, LOOK_MS);
    return () => window.clearInterval(look);
  }, [isOn, path]);

  const choose = (rings: Rings | null, sessionId?: string): void => {
    // Shown at once, taken back if it is refused: a choice that waits for the server looks like one that failed.
    setAccount(account && chosen(account, rings, sessionId));
    void call<PhoneAccount>("PUT", path, { rings, session_id: sessionId ?? null }).then((answer) => {
      setRefusal(answer.ok ? null : answer.problem);
      setAccount(answer.ok ? answer.data : account);
    });
  };
  const setExtension = async (extension: string): Promise<boolean> => {
    const answer = await call<PhoneAccount>("PUT", path, {
      rings: null,
      extension: extension.trim(),
      session_id: null,
    });
    setRefusal(answer.ok ? null : answer.problem);
    if (answer.ok) setAccount(answer.data);
    return answer.ok;
  };
  const check = (method: "POST" | "DELETE"): void => {
    void call<PhoneState>(method, `${path}/check`).then((answer) => {
      setRefusal(answer.ok ? null : answer.problem);
      if (answer.ok) setState(answer.data);
    });
  };
  const renewPassword = (): void => {
    void call<PhoneAccount>("POST", `${path}/password`).then((answer) => {
      setRefusal(answer.ok ? null : answer.problem);
      if (!answer.ok) return;
      setAccount(answer.data);
      setState(answer.data);
    });
  };
  return {
    account,
    state,
    problem,
    refusal,
    choose,
    setExtension,
    renewPassword,
    tryIt: () => check("POST"),
    stopTrying: () => check("DELETE"),
    reload,
  };
}

function chosen(account: PhoneAccount, rings: Rings | null, sessionId?: string): PhoneAccount {
  if (sessionId === undefined) return rings === null ? account : { ...account, rings };
  return {
    ...account,
    sessions: account.sessions.map((one) => (one.session_id === sessionId ? { ...one, rings } : one)),
  };
}
