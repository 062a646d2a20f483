import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { queries } from "../api/client";
import { useFindings } from "./useFindings";

let answers: Response[];
let asked: string[];

const found = (state: "ready" | "off", ...findings: string[]) =>
  Response.json({ state, findings: findings.map((criterion) => ({ criterion })), reader: null });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function shown(runId: string | null) {
  const { result, rerender } = renderHook(({ run, key }) => useFindings(run, key), {
    initialProps: { run: runId, key: "a" },
    wrapper: ({ children }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>,
  });
  return { criteria: () => result.current?.findings.map((one) => one.criterion) ?? null, rerender };
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  asked = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return Promise.resolve(answers.shift() ?? Response.error());
  });
});
afterEach(() => {
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks once an exchange has begun, and again a moment after something has changed", async () => {
  answers = [found("ready", "CP1.1"), found("ready", "CP1.2")];
  const { criteria, rerender } = shown(null);
  await pass(5000);
  expect(asked).toEqual([]);
  rerender({ run: "r1", key: "a" });
  await pass(1200);
  expect(criteria()).toEqual(["CP1.1"]);
  rerender({ run: "r1", key: "b" });
  await pass(600);
  rerender({ run: "r1", key: "c" });
  await pass(1100);
  expect(asked).toHaveLength(1);
  await pass(200);
  expect(asked).toEqual(["/api/staff/runs/r1/findings", "/api/staff/runs/r1/findings"]);
  expect(criteria()).toEqual(["CP1.2"]);
});

it("keeps what was there when a question fails, shows nothing of another exchange nor where it is off", async () => {
  answers = [found("ready", "CP1.1"), new Response("", { status: 502 }), found("off")];
  const { criteria, rerender } = shown("r1");
  await pass(1200);
  rerender({ run: "r1", key: "b" });
  await pass(1200);
  expect(criteria()).toEqual(["CP1.1"]);
  rerender({ run: "r2", key: "b" });
  expect(criteria()).toBeNull();
  await pass(1200);
  expect(asked).toHaveLength(3);
  expect(criteria()).toBeNull();
});
