import { expect, it } from "vitest";

import { extraTimeWords } from "./extraTime";

it.each([
  [0, 0, ""],
  [25, 25, "temps majoré compris"],
  [10, 0, "temps ajouté compris"],
  [35, 25, "temps majoré et temps ajouté compris"],
])("%d extra minutes of which %d are an accommodation's: « %s »", (extra_minutes, accommodated_minutes, words) => {
  expect(extraTimeWords({ extra_minutes, accommodated_minutes })).toBe(words);
});
