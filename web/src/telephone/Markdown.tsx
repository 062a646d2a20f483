/** The little of Markdown that our guides use: titles, paragraphs, lists, tables, bold, italic, code, links. */

import { Fragment, type ReactNode } from "react";

import { typeset } from "../i18n/t";

type Block =
  | { kind: "title"; level: number; text: string }
  | { kind: "text"; text: string }
  | { kind: "list"; ordered: boolean; start: number; items: string[] }
  | { kind: "table"; rows: string[][] };

/** Pure: blocks in the order of the page. */
export function blocksOf(text: string): Block[] {
  return text
    .split(/\n{2,}|\n(?=#)|(?<=^#.*)\n/m)
    .map((part) => part.trimEnd())
    .filter((part) => part.trim() !== "")
    .map(blockOf);
}

function blockOf(part: string): Block {
  const title = /^(#{1,3}) (.*)$/s.exec(part);
  if (title) return { kind: "title", level: title[1]?.length ?? 1, text: title[2] ?? "" };
  const lines = part.split("\n");
  if (part.startsWith("|"))
    return {
      kind: "table",
      rows: lines
        .filter((line) => !/^\|[-| :]+\|$/.test(line))
        .map((line) =>
          line
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ),
    };
  const mark = /^(?:- |\d+\. )/;
  if (mark.test(part)) {
    const items: string[] = [];
    for (const line of lines) {
      if (mark.test(line)) items.push(line.replace(mark, ""));
      else items.push(`${items.pop() ?? ""} ${line.trim()}`);
    }
    return { kind: "list", ordered: /^\d/.test(part), start: parseInt(part) || 1, items };
  }
  return { kind: "text", text: lines.join(" ") };
}

export function Markdown({ text }: { text: string }): ReactNode {
  return blocksOf(text).map((block, index) => <Fragment key={index}>{drawn(block)}</Fragment>);
}

function drawn(block: Block): ReactNode {
  switch (block.kind) {
    case "title": {
      const Title = `h${block.level}` as "h1" | "h2" | "h3";
      return <Title>{inline(block.text)}</Title>;
    }
    case "text":
      return <p>{inline(block.text)}</p>;
    case "list": {
      const items = block.items.map((item) => <li key={item}>{inline(item)}</li>);
      // A table between two steps does not begin the count again.
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "table": {
      const [head = [], ...rows] = block.rows;
      return (
        <table>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col">
                  {inline(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join()}>
                {row.map((cell, index) => (
                  <td key={index}>{inline(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
  }
}

/** « **bold** », « *italic* », « `code` », « [words](address) ». A guide names another by its file: here by its page. */
function inline(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/).map((part, index) => {
    if (part.startsWith("**")) return <b key={index}>{typeset(part.slice(2, -2))}</b>;
    if (part.startsWith("*")) return <i key={index}>{typeset(part.slice(1, -1))}</i>;
    if (part.startsWith("`")) return <code key={index}>{part.slice(1, -1)}</code>;
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    if (!link) return typeset(part);
    const page = /^telephone-(linphone|microsip|de-bureau)\.md$/.exec(link[2] ?? "");
    if (!page) return typeset(link[1] ?? "");
    return (
      <a key={index} href={`/guide/${page[1] === "de-bureau" ? "telephone-de-bureau" : (page[1] ?? "")}`}>
        {typeset(link[1] ?? "")}
      </a>
    );
  });
}
