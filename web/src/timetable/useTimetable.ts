/** The day's timetable from the server, and every change of it: one at a time, the problem in words. */

import { useCallback, useEffect, useState } from "react";

import { type Answer, call } from "../api/call";
import type { MoveView, TimetableView } from "../api/schema";

export interface Timetable {
  day: TimetableView | null;
  problem: string;
  isBusy: boolean;
  /** Sends a change whose answer is the new timetable; false where it was refused. */
  change: (method: string, path: string, body: unknown) => Promise<boolean>;
  move: (booking: string, start: number | null, pair: string | null) => Promise<MoveView | null>;
  /** What that move would do; keeps nothing. */
  look: (booking: string, start: number | null, pair: string | null) => Promise<MoveView | null>;
  show: (day: TimetableView) => void;
  say: (problem: string) => void;
}

export function useTimetable(sessionId: string): Timetable {
  const base = `/api/staff/exam-days/${sessionId}`;
  const [day, setDay] = useState<TimetableView | null>(null);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const load = useCallback(async (): Promise<void> => {
    const answer = await call<TimetableView>("GET", `${base}/timetable`);
    if (answer.ok) setDay(answer.data);
    else setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
  }, [base]);
  useEffect(() => void load(), [load]);

  const told = async <T>(answer: Answer<T>): Promise<T | null> => {
    setProblem(answer.ok ? "" : `${answer.problem.message} ${answer.problem.remedy}`);
    if (answer.ok) return answer.data;
    if (answer.problem.code === "timetable_changed") await load();
    return null;
  };
  const change = async (method: string, path: string, body: unknown): Promise<boolean> => {
    setBusy(true);
    const made = await told(await call<TimetableView>(method, `${base}${path}`, body));
    setBusy(false);
    if (made) setDay(made);
    return made !== null;
  };
  const ask = (booking: string, start: number | null, pair: string | null, only_look: boolean) =>
    call<MoveView>("POST", `${base}/timetable/moves`, { version: day?.version ?? 0, booking, start, pair, only_look });
  const move = async (booking: string, start: number | null, pair: string | null): Promise<MoveView | null> => {
    setBusy(true);
    const made = await told(await ask(booking, start, pair, false));
    setBusy(false);
    if (made) setDay(made.timetable);
    return made;
  };
  const look = async (booking: string, start: number | null, pair: string | null): Promise<MoveView | null> => {
    const answer = await ask(booking, start, pair, true);
    return answer.ok ? answer.data : null;
  };
  return { day, problem, isBusy, change, move, look, show: setDay, say: setProblem };
}
