/** The case study of this seat: fetched once, then followed by its clock and by each acknowledgement. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { answerOf, within } from "../api/answers";
import { client } from "../api/client";
import type { CaseStudyNow, CaseStudyView, KeptVersion, WrittenText } from "../api/schema";
import { BrowserCopies, type Sent, tabName } from "./copies";
import { EMPTY, type Prose } from "./prose";
import { Writer } from "./writer";

export type WrittenId = WrittenText["written"];
export type Writers = ReadonlyMap<WrittenId, Writer>;

const LOOK_MS = 3000;
const LOOK_AT_END_MS = 700;
const SEND_MS = 6000;
const BEFORE_END_MS = 1500;

export interface CaseStudy {
  desk: CaseStudyView | null;
  now: CaseStudyNow | null;
  writers: Writers | null;
  /** Whether this page's words may still change. */
  isOpen: boolean;
  /** The server knows this browser no more at this seat: the session was closed, or the code used elsewhere. */
  isBarred: boolean;
  /** Why nothing is there, in words. */
  problem: string;
  /** The server's time in milliseconds. */
  serverNow: () => number;
  again: () => void;
}

export function useCaseStudy(): CaseStudy {
  const [desk, setDesk] = useState<CaseStudyView | null>(null);
  const [now, setNow] = useState<CaseStudyNow | null>(null);
  const [writers, setWriters] = useState<Writers | null>(null);
  const [problem, setProblem] = useState("");
  const [isTimeUp, setTimeUp] = useState(false);
  const [isBarred, setBarred] = useState(false);
  const offset = useRef(0);
  const made = useRef<Writers | null>(null);
  const serverNow = useCallback(() => Date.now() + offset.current, []);

  const take = useCallback((fresh: CaseStudyNow): void => {
    offset.current = Date.parse(fresh.clock.server_now) - Date.now();
    setNow(fresh);
    for (const head of fresh.heads) made.current?.get(head.written)?.told(head);
  }, []);

  const load = useCallback(async (): Promise<void> => {
    const answer = await answerOf(client.GET("/api/candidate/productions"));
    if (!answer.ok) {
      setProblem(`${answer.problem.message} ${answer.problem.remedy}`.trim());
      return;
    }
    setProblem("");
    if (answer.data.files && !made.current) {
      made.current = makeWriters(answer.data, (kept) => take(kept.now), serverNow);
      await Promise.all([...made.current.values()].map((writer) => writer.recover()));
      setWriters(made.current);
    } else if (answer.data.files) made.current?.forEach((writer) => writer.again());
    setDesk(answer.data);
    take(answer.data.now);
  }, [take, serverNow]);

  const look = useCallback(async (): Promise<void> => {
    const answer = await answerOf(client.GET("/api/candidate/productions/now", { fetch: within(SEND_MS) }));
    if (answer.ok) take(answer.data);
    // A network that is cut says nothing of the seat.
    if (answer.ok || answer.status > 0) setBarred(!answer.ok && (answer.status === 401 || answer.status === 403));
  }, [take]);

  useEffect(() => {
    void load();
    return () => made.current?.forEach((writer) => writer.leave());
  }, [load]);

  const state = now?.clock.state;
  const isRunning = state === "running" || state === "paused";
  // Opened, or opened again: the subject comes with it.
  useEffect(() => {
    if (isRunning && desk && !desk.files) void load();
    else if (isRunning) made.current?.forEach((writer) => writer.again());
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each change of the clock
  }, [isRunning, load]);

  useEffect(() => {
    const timer = window.setInterval(() => void look(), isTimeUp && isRunning ? LOOK_AT_END_MS : LOOK_MS);
    const leave = (): void => {
      if (document.visibilityState === "hidden") made.current?.forEach((writer) => void writer.flush());
      else void look();
    };
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("online", leave);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("online", leave);
    };
  }, [look, isTimeUp, isRunning]);

  // The last words go a moment before the end, whatever the pauses.
  const endsAt = now?.clock.ends_at ?? null;
  useEffect(() => {
    setTimeUp(false);
    if (!endsAt) return;
    const left = Date.parse(endsAt) - serverNow();
    const last = window.setTimeout(
      () => made.current?.forEach((writer) => void writer.flush()),
      Math.max(0, left - BEFORE_END_MS),
    );
    const end = window.setTimeout(
      () => {
        setTimeUp(true);
        made.current?.forEach((writer) => void writer.flush());
      },
      Math.max(0, left),
    );
    return () => {
      window.clearTimeout(last);
      window.clearTimeout(end);
    };
  }, [endsAt, serverNow]);

  return useMemo(
    () => ({
      desk,
      now,
      writers,
      isOpen: state === "running" && !isTimeUp && !isBarred,
      isBarred,
      problem,
      serverNow,
      again: () => void load(),
    }),
    [desk, now, writers, state, isTimeUp, isBarred, problem, serverNow, load],
  );
}

/** When it was typed: what was typed while the phase was closed is marked. */
function times({ typed }: Sent): { typed_from?: string; typed_until?: string } {
  if (!typed) return {};
  return { typed_from: new Date(typed.from).toISOString(), typed_until: new Date(typed.until).toISOString() };
}

function makeWriters(desk: CaseStudyView, heard: (kept: KeptVersion) => void, clock: () => number): Writers {
  const copies = new BrowserCopies();
  const tab = tabName(sessionStorage);
  return new Map(
    desk.texts.map((text) => {
      const document = text.number > 0 ? (text.document as Prose) : EMPTY;
      const place = { seat: desk.seat_id, written: text.written, tab };
      const send: ConstructorParameters<typeof Writer>[2] = (sent) =>
        answerOf(
          client.POST("/api/candidate/productions/{written}/versions", {
            params: { path: { written: text.written } },
            body: { client_id: sent.clientId, based_on: sent.basedOn, document: sent.document, ...times(sent) },
            fetch: within(SEND_MS),
          }),
        );
      return [
        text.written,
        new Writer(place, { number: text.number, document, savedAt: text.saved_at }, send, copies, heard, clock),
      ];
    }),
  );
}
