import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { type Answer, Posts } from "./posts";

interface Post {
  id: string;
  path: string;
}

const GONE: Answer<string> = { ok: false, status: 0, problem: { code: "unreachable", message: "", remedy: "" } };
const FAILED: Answer<string> = { ...GONE, status: 500 };
const NO: Answer<string> = { ok: false, status: 409, problem: { code: "submitted", message: "Rendue", remedy: "" } };
const done = (data: string): Answer<string> => ({ ok: true, data });

let answers: Answer<string>[];
let sent: unknown[];
let heard: unknown[];
let stored: Post[];

const posts = (): Posts<Post, string> =>
  new Posts<Post, string>(
    ({ path, id }) => {
      sent.push([path, id]);
      return Promise.resolve(answers.shift() ?? done("vue"));
    },
    {
      onDone: (view) => heard.push(view),
      onRefused: (problem) => heard.push(problem.code),
      onWaiting: (is) => heard.push(is),
      onSignedOut: () => heard.push("signed out"),
    },
    { all: () => stored, save: (waiting) => (stored = waiting) },
  );
const post = (id: string): Post => ({ id, path: "marks" });

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  sent = [];
  heard = [];
  stored = [];
});
afterEach(() => void vi.useRealTimers());

it("asks again what a failing or silent server did not keep, before anything newer", async () => {
  answers = [FAILED, GONE];
  const queue = posts();
  queue.add(post("a"));
  queue.add(post("b"));
  await vi.advanceTimersByTimeAsync(0);
  expect(stored.map((one) => one.id)).toEqual(["a", "b"]);
  expect(heard).toEqual([true]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent).toEqual([
    ["marks", "a"],
    ["marks", "a"],
    ["marks", "a"],
    ["marks", "b"],
  ]);
  expect(stored).toEqual([]);
  expect(heard.at(-1)).toBe(false);
});

it("says a refusal once and goes on with the next", async () => {
  answers = [NO];
  const queue = posts();
  queue.add(post("a"));
  queue.add(post("b"));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(["submitted", "vue", false]);
});

it("sends what an earlier page of this browser left", async () => {
  stored = [post("left")];
  await posts().run();
  expect(sent).toEqual([["marks", "left"]]);
  expect(stored).toEqual([]);
});

it("keeps what a signed-out juror did until they have signed in again", async () => {
  answers = [{ ...NO, status: 401 }];
  const queue = posts();
  queue.add(post("a"));
  await vi.advanceTimersByTimeAsync(0);
  expect(stored.map((one) => one.id)).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(stored).toEqual([]);
  expect(heard).toEqual([true, "signed out", "vue", false]);
});
