import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { hasRelay, iceServersFrom } from "./iceServers";

const answer = (servers: object[]) => Promise.resolve(new Response(JSON.stringify({ servers })));
const STUN = { urls: ["stun:relais:3478"], username: "", credential: "" };
const TURN = { urls: ["turns:relais:5349"], username: "1:seat-1", credential: "secret" };

let server: ReturnType<typeof vi.fn>;

beforeEach(() => {
  server = vi.fn(() => answer([STUN, TURN]));
  vi.stubGlobal("fetch", server);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("gives the browser what the server says, without empty credentials", async () => {
  const servers = await iceServersFrom("/api/candidate/ice-servers")();
  expect(servers).toEqual([{ urls: STUN.urls }, TURN]);
  expect(hasRelay(servers)).toBe(true);
  expect(hasRelay(servers.slice(0, 1))).toBe(false);
  expect(server.mock.calls[0]?.[0]).toBe("/api/candidate/ice-servers");
});

it("keeps the last known ones when the server fails or is slow", async () => {
  const servers = iceServersFrom("/api/candidate/ice-servers");
  await servers();
  server.mockRejectedValueOnce(new Error("cut"));
  expect(await servers()).toHaveLength(2);
  vi.useFakeTimers();
  server.mockReturnValueOnce(new Promise(() => undefined));
  const slow = servers();
  await vi.advanceTimersByTimeAsync(3000);
  expect(await slow).toHaveLength(2);
});
