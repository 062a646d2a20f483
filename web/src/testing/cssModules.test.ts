import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

const SOURCES = join(import.meta.dirname, "..");
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
const modules = files.filter((name) => name.endsWith(".module.css"));
const read = (name: string): string => readFileSync(join(SOURCES, name), "utf8");

/** The classes of a module's own; `:global(.btn)` is not. */
function ownClasses(name: string): string[] {
  const selectors = read(name)
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/:global\([^)]*\)/g, "")
    .replace(/\{[^{}]*\}/g, "{}");
  return [...selectors.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, one]) => one ?? "");
}

/** What the components that import it ask it for: `css.name`; `css[state]` cannot be read here. */
function asked(name: string): { names: string[]; hasComputed: boolean } {
  const names: string[] = [];
  let hasComputed = false;
  for (const text of files.filter((file) => file.endsWith(".tsx")).map(read)) {
    const called = new RegExp(`^import (\\w+) from "[^"]*/${name.split("/").at(-1) ?? ""}"`, "m").exec(text)?.[1];
    if (called === undefined) continue;
    names.push(...[...text.matchAll(new RegExp(`\\b${called}\\.(\\w+)`, "g"))].map(([, one]) => one ?? ""));
    hasComputed ||= new RegExp(`\\b${called}\\[`).test(text);
  }
  return { names, hasComputed };
}

it.each(modules)("%s has each class that is asked of it, and none that nobody asks for", (name) => {
  const { names, hasComputed } = asked(name);
  const own = ownClasses(name);
  expect(names.filter((one) => !own.includes(one))).toEqual([]);
  if (!hasComputed) expect(own.filter((one) => !names.includes(one))).toEqual([]);
});

it("is imported first, so that shared/reflow.css has the last word on small screens", () => {
  const importers = files.filter((file) => file.endsWith(".tsx") && read(file).includes('.module.css"'));
  const late = importers.filter((file) => !/\.module\.css";$/.test(read(file).match(/^import .*$/m)?.[0] ?? ""));
  expect(importers.length).toBeGreaterThan(0);
  expect(late).toEqual([]);
});
