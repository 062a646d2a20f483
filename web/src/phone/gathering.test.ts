import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { gathered } from "./gathering";

class Gathering extends EventTarget {
  iceGatheringState = "gathering";
  found(type: string): void {
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { type } }));
  }
  complete(): void {
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}

let connection: Gathering;
let isDone: boolean;

function wait(wantsRelay: boolean): void {
  isDone = false;
  void gathered(connection as unknown as RTCPeerConnection, wantsRelay).then(() => (isDone = true));
}

beforeEach(() => {
  vi.useFakeTimers();
  connection = new Gathering();
});
afterEach(() => void vi.useRealTimers());

it("is done when the browser says so", async () => {
  wait(true);
  connection.complete();
  await vi.advanceTimersByTimeAsync(0);
  expect(isDone).toBe(true);
});

it("waits for a relay longer than for the machine's own addresses", async () => {
  wait(false);
  await vi.advanceTimersByTimeAsync(1500);
  expect(isDone).toBe(true);
  wait(true);
  connection.found("host");
  await vi.advanceTimersByTimeAsync(4900);
  expect(isDone).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(isDone).toBe(true);
});

it("does not wait for a blocked relay once another one is there", async () => {
  wait(true);
  connection.found("relay");
  await vi.advanceTimersByTimeAsync(200);
  expect(isDone).toBe(true);
});
