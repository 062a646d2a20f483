/** A clock on the screen is the server's, read anew: it neither freezes in a hidden tab nor runs double. */

import { act, cleanup, render, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { useNow } from "./useNow";

const server = (): number => Date.now();

function Clock(): ReactNode {
  return <p>{useNow(server, 1000)}</p>;
}

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("shows the right time at the first tick after a tab was hidden, whose timers had stood still", async () => {
  const { container } = render(<Clock />);
  // Ten minutes during which the browser woke nobody.
  vi.setSystemTime(600_000);
  expect(container.textContent).toBe("0");
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(container.textContent).toBe("601000");
});

it("shows the same time twice where it is shown twice, and one second later after a second", async () => {
  const { container, rerender } = render(
    <>
      <Clock />
      <Clock />
    </>,
  );
  rerender(
    <>
      <Clock />
      <Clock />
    </>,
  );
  await act(() => vi.advanceTimersByTimeAsync(5000));
  expect([...container.querySelectorAll("p")].map((one) => one.textContent)).toEqual(["5000", "5000"]);
});

it("leaves no timer behind", () => {
  const { unmount } = render(<Clock />);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it("reads the server's clock as soon as it is known, not half a second later", () => {
  const { result, rerender } = renderHook(({ read }) => useNow(read), { initialProps: { read: () => 1_000 } });
  expect(result.current).toBe(1_000);
  rerender({ read: () => 90_000 });
  expect(result.current).toBe(90_000);
});
