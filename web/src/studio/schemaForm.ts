/** A model's JSON Schema as the server says it, read as what a form needs to know of one field. */

export interface Schema {
  title?: string;
  description?: string;
  type?: string;
  format?: string;
  enum?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  "x-refers"?: string;
  "x-choices"?: Record<string, string>;
  "x-identified"?: boolean;
}

export type FieldKind =
  | "choice"
  | "yes-no"
  | "reference"
  | "references"
  | "date"
  | "moment"
  | "number"
  | "amount"
  | "line"
  | "text"
  | "lines"
  | "blocks"
  | "block";

export interface FormField {
  kind: FieldKind;
  /** Of a block, or of each of a list of blocks. */
  inner: Schema | null;
  choices: Record<string, string>;
  refers: string;
}

const LONGEST_LINE = 300;

/** The schema itself, whatever it is wrapped in. */
export function resolved(schema: Schema, all: Schema): Schema {
  if (schema.$ref) return all.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? schema;
  const some = (schema.anyOf ?? schema.allOf ?? []).filter((one) => one.type !== "null");
  const [first] = some;
  return first ? resolved(first, all) : schema;
}

export function fieldOf(schema: Schema, all: Schema): FormField {
  const inner = resolved(schema, all);
  const made = (kind: FieldKind, of: Schema | null = null): FormField => ({
    kind,
    inner: of,
    choices: schema["x-choices"] ?? {},
    refers: schema["x-refers"] ?? "",
  });
  if (inner.type === "array") {
    if (schema["x-refers"]) return made("references");
    const entry = resolved(inner.items ?? {}, all);
    return entry.properties ? made("blocks", entry) : made("lines");
  }
  if (inner.properties) return made("block", inner);
  if (schema["x-refers"]) return made("reference");
  if (inner.enum) return made("choice");
  if (inner.type === "boolean") return made("yes-no");
  if (inner.type === "integer") return made("number");
  if (inner.type === "number") return made("amount");
  if (inner.format === "date") return made("date");
  if (inner.format === "date-time") return made("moment");
  return made(inner.maxLength && inner.maxLength > LONGEST_LINE ? "text" : "line");
}
