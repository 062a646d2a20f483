import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";

import { useNow } from "./useNow";

it("reads the server's clock as soon as it is known, not half a second later", () => {
  const { result, rerender } = renderHook(({ read }) => useNow(read), { initialProps: { read: () => 1_000 } });
  expect(result.current).toBe(1_000);
  rerender({ read: () => 90_000 });
  expect(result.current).toBe(90_000);
});
