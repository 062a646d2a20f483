/** What a candidate who is cut off reads: before the end of time that it goes by itself, after it that it is not in. */

import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";

import { SaveState } from "./SaveState";
import type { WriterState } from "./writer";

const CUT: WriterState = { status: "cut", savedAt: null, unsent: 2, other: null, why: "" };

afterEach(cleanup);

it("promises nothing once the time is over", () => {
  const { rerender } = render(<SaveState state={CUT} isOpen />);
  expect(screen.getByRole("status").textContent).toContain("envoi reprendra tout seul");
  rerender(<SaveState state={CUT} isOpen={false} />);
  expect(screen.getByRole("status").textContent).not.toContain("reprendra");
  expect(screen.getByRole("status").textContent).toContain("appelez le surveillant");
});
