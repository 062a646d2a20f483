/** The day's timetable from the server, and every change of it: one at a time, the problem in words. */

import { useCallback, useEffect, useState } from "react";

import { client, problemOf, wordsOf } from "../api/client";
import type { MoveView, TimetableView } from "../api/schema";

/** What the client of the server answers. */
export interface Answered<T> {
  data?: T;
  error?: unknown;
}

export interface Timetable {
  day: TimetableView | null;
  problem: string;
  isBusy: boolean;
  /** Waits for a change whose answer is the new timetable; false where it was refused. */
  change: (asked: Promise<Answered<TimetableView>>) => Promise<boolean>;
  /** Entered by mistake: the server takes them out while nothing of theirs is kept. */
  remove: (seatId: string) => Promise<void>;
  move: (booking: string, start: number | null, pair: string | null) => Promise<MoveView | null>;
  /** What that move would do; keeps nothing. */
  look: (booking: string, start: number | null, pair: string | null) => Promise<MoveView | null>;
  say: (problem: string) => void;
}

/** `date`: of a session of several; "" for the first. */
export function useTimetable(sessionId: string, date: string): Timetable {
  const params = { path: { session_id: sessionId }, query: { day: date } };
  const [day, setDay] = useState<TimetableView | null>(null);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const load = useCallback(async (): Promise<void> => {
    const { data, error } = await client.GET("/api/staff/exam-days/{session_id}/timetable", {
      params: { path: { session_id: sessionId }, query: { day: date } },
    });
    if (data) setDay(data);
    else setProblem(wordsOf(error));
  }, [sessionId, date]);
  useEffect(() => void load(), [load]);

  const told = async <T>(asked: Promise<Answered<T>>): Promise<T | null> => {
    setBusy(true);
    const { data, error } = await asked;
    setBusy(false);
    setProblem(data === undefined ? wordsOf(error) : "");
    if (problemOf(error)?.code === "timetable_changed") await load();
    return data ?? null;
  };
  const change = async (asked: Promise<Answered<TimetableView>>): Promise<boolean> => {
    const made = await told(asked);
    if (made) setDay(made);
    return made !== null;
  };
  const remove = async (seatId: string): Promise<void> => {
    setBusy(true);
    const { error } = await client.DELETE("/api/staff/seats/{seat_id}", { params: { path: { seat_id: seatId } } });
    setBusy(false);
    setProblem(wordsOf(error));
    if (error === undefined) await load();
  };
  const ask = (booking: string, start: number | null, pair: string | null, only_look: boolean) =>
    client.POST("/api/staff/exam-days/{session_id}/timetable/moves", {
      params,
      body: { version: day?.version ?? 0, booking, start, pair, only_look },
    });
  const move = async (booking: string, start: number | null, pair: string | null): Promise<MoveView | null> => {
    const made = await told(ask(booking, start, pair, false));
    if (made) setDay(made.timetable);
    return made;
  };
  const look = async (booking: string, start: number | null, pair: string | null): Promise<MoveView | null> =>
    (await ask(booking, start, pair, true)).data ?? null;
  return { day, problem, isBusy, change, remove, move, look, say: setProblem };
}
