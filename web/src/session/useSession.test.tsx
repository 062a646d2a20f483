import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { queries } from "../api/client";
import type { SeatSummary, SessionDetail } from "../api/schema";
import { useSession } from "./useSession";

const juror = (name: string): SeatSummary["jurors"][number] => ({
  person_id: name,
  name,
  connected: false,
  sound: "absent",
  phones: { rings: "both", registered: [], on_call: false },
});
const seat = (seat_id: string, ...names: string[]) => ({ seat_id, jurors: names.map(juror) }) as SeatSummary;
const session = (...places: SeatSummary[]) => ({ id: "s1", title: "Mardi", places }) as SessionDetail;

/** What was asked and not answered yet, oldest first; each ends when it is told to. */
let open: { asked: string; end: (body: unknown, status?: number) => Promise<void> }[];

const settle = () => act(() => vi.advanceTimersByTimeAsync(0));
const asked = () => open.map((one) => one.asked);
async function end(body: unknown, status = 200): Promise<void> {
  await open.shift()?.end(body, status);
}

function shown() {
  const { result } = renderHook(() => useSession("s1"), {
    wrapper: ({ children }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>,
  });
  const jurors = () => result.current.session?.places.map((one) => one.jurors.map(({ name }) => name).join("+"));
  return { result, jurors };
}

beforeEach(() => {
  vi.useFakeTimers();
  open = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const words = await request.text();
    return new Promise<Response>((resolve) =>
      open.push({
        asked: `${request.method} ${words}`.trim(),
        end: async (body, status) => {
          resolve(Response.json(body, { status }));
          await settle();
        },
      }),
    );
  });
});
afterEach(() => {
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows two changes at once and sends the second when the first has ended", async () => {
  const { result, jurors } = shown();
  await settle();
  await end(session(seat("a"), seat("b")));
  act(() => result.current.seatJurors(seat("a"), [juror("Roy")]));
  await settle();
  act(() => result.current.seatJurors(seat("b"), [juror("Paul")]));
  await settle();
  expect(jurors()).toEqual(["Roy", "Paul"]);
  expect(asked()).toEqual(['PUT {"person_ids":["Roy"],"reason":""}']);
  await end(seat("a", "Roy"));
  expect(asked()).toEqual(['PUT {"person_ids":["Paul"],"reason":""}']);
  await end(seat("b", "Paul"));
  expect(asked()).toEqual(["GET"]);
  await end(session(seat("a", "Roy"), seat("b", "Paul")));
  expect(jurors()).toEqual(["Roy", "Paul"]);
});

it("does not believe what was asked before a change, and asks nothing during it", async () => {
  const { result, jurors } = shown();
  await settle();
  await end(session(seat("a")));
  await act(() => vi.advanceTimersByTimeAsync(4000));
  expect(asked()).toEqual(["GET"]);
  act(() => result.current.seatJurors(seat("a"), [juror("Roy")]));
  await settle();
  await end(session(seat("a")));
  expect(jurors()).toEqual(["Roy"]);
  await act(() => vi.advanceTimersByTimeAsync(9000));
  expect(asked()).toEqual(['PUT {"person_ids":["Roy"],"reason":""}']);
});

it("goes on after a change that was refused, says why, and shows how it stands", async () => {
  const { result, jurors } = shown();
  await settle();
  await end(session(seat("a")));
  act(() => result.current.seatJurors(seat("a"), [juror("Roy")]));
  await settle();
  await end({ code: "closed", message: "Séance close.", remedy: "Rouvrez-la." }, 409);
  expect(result.current.problem).toBe("Séance close. Rouvrez-la.");
  await end(session(seat("a")));
  expect(jurors()).toEqual([""]);
  act(() => result.current.seatJurors(seat("a"), [juror("Paul")]));
  await settle();
  await end(seat("a", "Paul"));
  expect(result.current.problem).toBe("");
});
