import { expect, test } from "vitest";

import { roomsOfDesks } from "./roomsOfDesks";

test("every room that a desk names is proposed, with its posts", () => {
  const desks = ["Salle B · Poste 1", "Salle A · Poste 1", "salle b · Poste 2", "Poste 9"];
  expect(roomsOfDesks(desks, "Salle A")).toEqual([
    { name: "Salle A", posts: 2 },
    { name: "Salle B", posts: 2 },
  ]);
});

test("before anybody is entered one room is proposed", () => {
  expect(roomsOfDesks([], "Salle A")).toEqual([{ name: "Salle A", posts: 1 }]);
});
