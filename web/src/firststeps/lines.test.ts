import { expect, it } from "vitest";

import { addressLine, serverLines } from "./lines";

it("tells an address that rooms may open from one of this machine, and from one that hides the microphone", () => {
  const of = (url: string) => addressLine(new URL(url)).state;
  expect(of("https://combine.centre.fr/")).toBe("good");
  expect(of("http://127.0.0.1:8080/")).toBe("warning");
  expect(of("http://localhost:8080/")).toBe("warning");
  expect(of("http://[::1]:8080/")).toBe("warning");
  expect(of("http://192.168.1.20:8080/")).toBe("bad");
});

it("keeps the doctor's order and remedies, without saying the name twice", () => {
  const point = (name: string, level: "ok" | "fault", said: string) => ({ name, level, said, remedy: "" });
  const lines = serverLines([
    point(
      "clock",
      "fault",
      "Horloge\u00a0: 29/11/2026 12:00 UTC, avant ce que Combiné a déjà écrit\u00a0: elle retarde.",
    ),
    point("packs", "fault", "Scénarios\u00a0: 1 ne se lit pas."),
    point("disk", "ok", "Disque\u00a0: 80,1 Go libres."),
  ]);
  expect(lines.map((one) => [one.name, one.state, one.words])).toEqual([
    ["Place sur le disque", "good", "80,1 Go libres."],
    ["Horloge du serveur", "bad", "29/11/2026 12:00 UTC, avant ce que Combiné a déjà écrit\u00a0: elle retarde."],
  ]);
});
