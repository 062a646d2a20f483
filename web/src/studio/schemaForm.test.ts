import { expect, it } from "vitest";

import { fieldOf, type Schema } from "./schemaForm";

const all: Schema = { $defs: { Order: { properties: { reference: { type: "string" } } } } };

it.each<[string, Schema, string]>([
  ["a name", { type: "string", maxLength: 300 }, "line"],
  ["a page of words", { type: "string", maxLength: 8000 }, "text"],
  ["an optional line", { anyOf: [{ type: "string", maxLength: 300 }, { type: "null" }] }, "line"],
  ["an amount", { anyOf: [{ type: "number", minimum: 0 }, { type: "string" }] }, "amount"],
  ["an optional day", { anyOf: [{ type: "string", format: "date" }, { type: "null" }] }, "date"],
  ["a moment", { type: "string", format: "date-time" }, "moment"],
  ["one of a few", { type: "string", enum: ["a", "b"] }, "choice"],
  ["another item", { anyOf: [{ type: "string" }, { type: "null" }], "x-refers": "product" }, "reference"],
  ["other items", { type: "array", items: { type: "string" }, "x-refers": "product" }, "references"],
  ["sentences", { type: "array", items: { type: "string", maxLength: 8000 } }, "lines"],
  ["blocks", { type: "array", items: { $ref: "#/$defs/Order" } }, "blocks"],
  ["an optional block", { anyOf: [{ $ref: "#/$defs/Order" }, { type: "null" }] }, "block"],
])("knows %s", (_, schema, kind) => {
  expect(fieldOf(schema, all).kind).toBe(kind);
});
