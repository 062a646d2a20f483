import { expect, it } from "vitest";

import { leaningOf } from "./Proposed";

it("says doubt as doubt: only a sure finding between two verdicts is mixed", () => {
  expect(leaningOf({ verdict: "partial", is_sure: true })[0]).toBe("partagé");
  expect(leaningOf({ verdict: "partial", is_sure: false })[0]).toBe("incertain");
  expect(leaningOf({ verdict: "met", is_sure: false })[0]).toBe("plutôt favorable");
  expect(leaningOf({ verdict: "not_met", is_sure: false })[0]).toBe("plutôt défavorable");
});
