import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { client } from "../api/client";
import { hasRelay, iceServersFrom } from "./iceServers";

const answer = (servers: object[]) => Promise.resolve(Response.json({ servers }));
const ask = () => client.GET("/api/candidate/ice-servers");
const STUN = { urls: ["stun:relais:3478"], username: "", credential: "" };
const TURN = { urls: ["turns:relais:5349"], username: "1:seat-1", credential: "secret" };

let server: ReturnType<typeof vi.fn<(request: Request) => Promise<Response>>>;

beforeEach(() => {
  server = vi.fn(() => answer([STUN, TURN]));
  vi.stubGlobal("fetch", server);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("gives the browser what the server says, without empty credentials", async () => {
  const servers = await iceServersFrom(ask)();
  expect(servers).toEqual([{ urls: STUN.urls }, TURN]);
  expect(hasRelay(servers)).toBe(true);
  expect(hasRelay(servers.slice(0, 1))).toBe(false);
  expect(new URL(server.mock.calls[0]?.[0].url ?? "").pathname).toBe("/api/candidate/ice-servers");
});

it("keeps the last known ones when the server fails or is slow", async () => {
  const servers = iceServersFrom(ask);
  await servers();
  server.mockRejectedValueOnce(new Error("cut"));
  expect(await servers()).toHaveLength(2);
  vi.useFakeTimers();
  server.mockReturnValueOnce(new Promise(() => undefined));
  const slow = servers();
  await vi.advanceTimersByTimeAsync(3000);
  expect(await slow).toHaveLength(2);
});
