import { expect, it } from "vitest";

import { cleaned, entries, onOneLine } from "./pasted";

it("takes Word's bullets off a list and makes an entry of each line", () => {
  expect(entries("\uf0b7\tUne batterie\r\n\uf0b7\tUn casque\r\no\tUn antivol\r\n\r\n")).toEqual([
    "Une batterie",
    "Un casque",
    "Un antivol",
  ]);
  expect(entries("1.\tRassurer\n2) Proposer\na) Conclure\n– Saluer")).toEqual([
    "Rassurer",
    "Proposer",
    "Conclure",
    "Saluer",
  ]);
  expect(entries("•\u00a0Seule")).toEqual(["Seule"]);
});

it("leaves what only looks like a bullet", () => {
  expect(onOneLine("3. boulevard Voltaire")).toBe("3. boulevard Voltaire");
  expect(entries("oui\nnon")).toEqual(["oui", "non"]);
  expect(cleaned("-5 °C dehors")).toBe("-5 °C dehors");
  expect(entries("2 vélos\n3 casques")).toEqual(["2 vélos", "3 casques"]);
});

it("takes out what nobody sees and keeps the no-break spaces of French", () => {
  expect(onOneLine("co\u00adopé\u200bration\ufeff")).toBe("coopération");
  expect(onOneLine("Vraiment\u202f?\u00a0Oui\u00a0!")).toBe("Vraiment\u00a0? Oui\u00a0!");
  expect(onOneLine("« Bonjour » : 12 €")).toBe("«\u00a0Bonjour\u00a0»\u00a0: 12\u00a0€");
  expect(onOneLine("l’e\u0301te\u0301")).toBe("l’été");
  expect(onOneLine("à 14\u00a0h\u00a030")).toBe("à 14 h 30");
  expect(onOneLine("http://x.example/ ?a")).toBe("http://x.example/ ?a");
});

it("keeps paragraphs of a text, one empty line between two at most", () => {
  expect(cleaned("Madame,\r\n\r\n\r\n\r\nMerci.\u000bÀ bientôt\u2028Léa  ")).toBe("Madame,\n\nMerci.\nÀ bientôt\nLéa");
});

it("makes nothing of nothing", () => {
  expect(entries(" \n\u200b\n")).toEqual([]);
  expect(cleaned("")).toBe("");
});
