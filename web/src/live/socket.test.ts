import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { type ConnectionState, LiveSocket, pauseBefore } from "./socket";

type Sent = Record<string, unknown> & { type: string };

/** A server that says only what a test makes it say. */
class FakeWebSocket {
  static readonly OPEN = 1;
  static all: FakeWebSocket[] = [];
  static get last(): FakeWebSocket {
    return FakeWebSocket.all.at(-1) as FakeWebSocket;
  }
  readyState = 0;
  sent: Sent[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeWebSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent);
  }
  close(): void {
    this.readyState = 3;
  }
  open(epoch = "e1"): void {
    this.readyState = 1;
    this.onopen?.();
    this.say({ type: "welcome", epoch, server_now: new Date().toISOString() });
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  cut(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  commands(): Sent[] {
    return this.sent.filter((one) => one.type !== "hello" && one.type !== "ping");
  }
}

let states: ConnectionState[];
let events: { type: string }[];
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeWebSocket);
  FakeWebSocket.all = [];
  states = [];
  events = [];
  socket = new LiveSocket("ws://server/live", {
    onMessage: (one) => events.push(one),
    onState: (one) => states.push(one),
  });
  socket.start();
});
afterEach(() => {
  socket.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const cutAndReturn = (epoch?: string): void => {
  FakeWebSocket.last.cut();
  vi.advanceTimersByTime(7000);
  FakeWebSocket.last.open(epoch);
};

it("says who it is and what it saw last when it comes back", () => {
  FakeWebSocket.last.open();
  FakeWebSocket.last.say({ type: "clock", n: 7 });
  cutAndReturn();
  expect(FakeWebSocket.last.sent[0]).toEqual({ type: "hello", epoch: "e1", last_event: 7 });
  expect(states).toEqual(["open", "lost", "open"]);
});

it("counts from nothing again with another server", () => {
  FakeWebSocket.last.open();
  FakeWebSocket.last.say({ type: "clock", n: 7 });
  cutAndReturn("e2");
  cutAndReturn("e2");
  expect(FakeWebSocket.last.sent[0]).toMatchObject({ epoch: "e2", last_event: 0 });
});

it("sends a command again, with the same id, until it is answered", async () => {
  FakeWebSocket.last.open();
  const answer = socket.send({ type: "chat.send", text: "Bonjour" }, "id1");
  cutAndReturn();
  expect(FakeWebSocket.last.commands()).toEqual([{ type: "chat.send", text: "Bonjour", id: "id1" }]);
  FakeWebSocket.last.say({ type: "ack", id: "id1", ok: true, problem: null, sdp: null });
  await expect(answer).resolves.toMatchObject({ ok: true });
  cutAndReturn();
  expect(FakeWebSocket.last.commands()).toEqual([]);
});

it("keeps the order of what was written while the network was cut", () => {
  for (const text of ["un", "deux", "trois"]) void socket.send({ type: "chat.send", text });
  FakeWebSocket.last.open();
  expect(FakeWebSocket.last.commands().map((one) => one.text)).toEqual(["un", "deux", "trois"]);
});

it("sends only the newest notes after a cut", async () => {
  const first = socket.send({ type: "notes.save", text: "a" }, "1", { slot: "notes" });
  void socket.send({ type: "notes.save", text: "ab" }, "2", { slot: "notes" });
  await expect(first).resolves.toMatchObject({ ok: true });
  FakeWebSocket.last.open();
  expect(FakeWebSocket.last.commands().map((one) => one.text)).toEqual(["ab"]);
});

it("gives up a « hang up » that could reach another call", async () => {
  const answer = socket.send({ type: "call.hang_up" }, "1", { withinMs: 5000 });
  vi.advanceTimersByTime(5000);
  await expect(answer).resolves.toMatchObject({ ok: false, problem: { code: "unanswered" } });
  FakeWebSocket.last.open();
  expect(FakeWebSocket.last.commands()).toEqual([]);
});

it("slows down when the server asks, and loses nothing", async () => {
  FakeWebSocket.last.open();
  const answer = socket.send({ type: "chat.send", text: "x" }, "1");
  FakeWebSocket.last.say({
    type: "ack",
    id: "1",
    ok: false,
    problem: { code: "too_fast", message: "", remedy: "" },
    sdp: null,
  });
  vi.advanceTimersByTime(1200);
  expect(FakeWebSocket.last.commands()).toHaveLength(2);
  FakeWebSocket.last.say({ type: "ack", id: "1", ok: true, problem: null, sdp: null });
  await expect(answer).resolves.toMatchObject({ ok: true });
});

it("comes back some seconds after it was let go for sending too much, and sends what waited", () => {
  FakeWebSocket.last.open();
  void socket.send({ type: "chat.send", text: "x" }, "1");
  FakeWebSocket.last.say({ type: "closing", reason: "too_fast" });
  const before = FakeWebSocket.all.length;
  FakeWebSocket.last.cut(4429);
  expect(states.at(-1)).toBe("slowed");
  vi.advanceTimersByTime(5500);
  expect(FakeWebSocket.all).toHaveLength(before);
  vi.advanceTimersByTime(1500);
  expect(FakeWebSocket.all).toHaveLength(before + 1);
  FakeWebSocket.last.open();
  expect(states.at(-1)).toBe("open");
  expect(FakeWebSocket.last.commands().map((one) => one.text)).toEqual(["x"]);
});

it("notices within some ten seconds that a silent server is gone", () => {
  FakeWebSocket.last.open();
  vi.advanceTimersByTime(16_500);
  expect(states.at(-1)).toBe("lost");
  expect(FakeWebSocket.all.length).toBeGreaterThan(1);
});

it("gives up a connection that never opens", () => {
  vi.advanceTimersByTime(8100);
  expect(states).toContain("lost");
});

it("tries at once when the network is back", () => {
  FakeWebSocket.last.open();
  for (let i = 0; i < 5; i += 1) {
    FakeWebSocket.last.cut();
    vi.advanceTimersByTime(10_000);
  }
  FakeWebSocket.last.cut();
  const before = FakeWebSocket.all.length;
  window.dispatchEvent(new Event("online"));
  expect(FakeWebSocket.all.length).toBe(before + 1);
});

it.each([
  ["superseded", "superseded"],
  ["signed_out", "signed_out"],
  ["seat_closed", "closed"],
])("stays away once it is told « %s »", (reason, state) => {
  FakeWebSocket.last.open();
  FakeWebSocket.last.say({ type: "closing", reason });
  FakeWebSocket.last.cut();
  vi.advanceTimersByTime(60_000);
  expect(states.at(-1)).toBe(state);
  expect(FakeWebSocket.all).toHaveLength(1);
});

it("tells a server that restarts from a cut network, and comes back", () => {
  FakeWebSocket.last.open();
  FakeWebSocket.last.say({ type: "closing", reason: "server_stops" });
  cutAndReturn("e2");
  expect(states).toEqual(["open", "restarting", "open"]);
});

it("goes to the sign-in when the server does not know this browser", () => {
  FakeWebSocket.last.cut(4401);
  expect(states).toEqual(["signed_out"]);
});

it("waits longer and longer, never more than some seconds, and never all at once", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => pauseBefore(attempt, () => 0.5));
  expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  expect(pauseBefore(1, () => 0)).toBeLessThan(pauseBefore(1, () => 1));
});

const notKept = { code: "unforeseen", message: "", remedy: "" };
const stuck: boolean[] = [];
const withStuck = (): LiveSocket => {
  socket.stop();
  stuck.length = 0;
  socket = new LiveSocket("ws://server/live", {
    onMessage: () => undefined,
    onState: () => undefined,
    onStuck: (is) => stuck.push(is),
  });
  socket.start();
  FakeWebSocket.last.open();
  return socket;
};
const ack = (id: string, problem: object | null = null): void =>
  FakeWebSocket.last.say({ type: "ack", id, ok: problem === null, problem, sdp: null });

it("sends again what the server could not keep, then all that came after it, in order", async () => {
  const live = withStuck();
  const placed = live.send({ type: "mark.place" }, "1");
  ack("1", notKept);
  void live.send({ type: "mark.remove" }, "2");
  expect(FakeWebSocket.last.commands().map((one) => one.id)).toEqual(["1"]);
  expect(stuck).toEqual([true]);
  vi.advanceTimersByTime(3000);
  ack("1", notKept);
  vi.advanceTimersByTime(3000);
  ack("1");
  expect((await placed).ok).toBe(true);
  expect(FakeWebSocket.last.commands().map((one) => one.id)).toEqual(["1", "1", "1", "2"]);
  ack("2");
  expect(stuck).toEqual([true, false]);
});

it("does not hold the telephone behind what the server cannot keep", () => {
  const live = withStuck();
  void live.send({ type: "notes.save" }, "1");
  ack("1", notKept);
  void live.send({ type: "call.hang_up" }, "2", { withinMs: 5000 });
  expect(FakeWebSocket.last.commands().map((one) => one.id)).toEqual(["1", "2"]);
});

it("says so and asks again where the server answers nothing", () => {
  const live = withStuck();
  void live.send({ type: "mark.place" }, "1");
  vi.advanceTimersByTime(4000);
  FakeWebSocket.last.say({ type: "pong", sent_ms: 0, server_now: new Date().toISOString() });
  vi.advanceTimersByTime(4000);
  expect(stuck).toEqual([true]);
  expect(FakeWebSocket.last.commands().filter((one) => one.id === "1").length).toBeGreaterThan(1);
  ack("1");
  expect(stuck).toEqual([true, false]);
});

it("lets the last words of a page that is left go before it closes", () => {
  const live = withStuck();
  const used = FakeWebSocket.last;
  live.stop();
  void live.send({ type: "appreciation.set", text: "fin" }, "1");
  vi.advanceTimersByTime(100);
  expect(used.commands().map((one) => one.id)).toEqual(["1"]);
  expect(used.readyState).toBe(1);
  ack("1");
  expect(used.readyState).toBe(3);
});

it("closes at once where nothing is on its way, and after three seconds whatever happens", () => {
  const live = withStuck();
  live.stop();
  vi.advanceTimersByTime(0);
  expect(FakeWebSocket.last.readyState).toBe(3);
  live.start();
  FakeWebSocket.last.open();
  void live.send({ type: "notes.save" }, "2");
  live.stop();
  vi.advanceTimersByTime(3100);
  expect(FakeWebSocket.last.readyState).toBe(3);
});
