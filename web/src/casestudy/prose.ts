/** A text of the editor as JSON, and as plain words. The server checks it against the same short list of nodes. */

import type { JSONContent } from "@tiptap/core";

export type Prose = JSONContent;

export const EMPTY: Prose = { type: "doc", content: [{ type: "paragraph" }] };

/** A line for each paragraph. */
export function plain(prose: Prose): string {
  if (prose.type === "text") return prose.text ?? "";
  if (prose.type === "hardBreak") return "\n";
  const parts = (prose.content ?? []).map(plain);
  return prose.type === "paragraph" ? parts.join("") : parts.join("\n");
}

/** Notes are typed in a plain field: a paragraph for each line. */
export function fromLines(text: string): Prose {
  const content = text
    .split("\n")
    .map((line) => (line ? { type: "paragraph", content: [{ type: "text", text: line }] } : { type: "paragraph" }));
  return { type: "doc", content };
}
