/** The content of an item as its file would say it: read and changed by paths like `jury.observables.0.criterion`. */

export type Content = Record<string, unknown>;

const isBlock = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function getAt(content: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)] as unknown;
    return isBlock(value) ? value[part] : undefined;
  }, content);
}

/** The same content with this one value changed; blocks and lists on the way are made where they are not there. */
export function setAt<T>(content: T, path: string, value: unknown): T {
  const [part = "", ...rest] = path.split(".");
  const inner = rest.length > 0 ? setAt(getAt(content, part) ?? emptyFor(rest[0]), rest.join("."), value) : value;
  if (Array.isArray(content)) {
    const list = [...(content as unknown[])];
    list[Number(part)] = inner;
    return list as T;
  }
  return { ...(content as Content), [part]: inner } as T;
}

const emptyFor = (part: string | undefined): unknown => (/^\d+$/.test(part ?? "") ? [] : {});

export function textAt(content: unknown, path: string): string {
  const value = getAt(content, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function listAt<T = string>(content: unknown, path: string): T[] {
  const value = getAt(content, path);
  return Array.isArray(value) ? (value as T[]) : [];
}

/** Whether an author has said nothing there. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isBlank);
  return isBlock(value) && Object.values(value).every(isBlank);
}

/** A new identifier inside an item, that no other of these has. */
export function freeId(stem: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  for (let n = 1; ; n += 1) if (!known.has(`${stem}-${n}`)) return `${stem}-${n}`;
}
