import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";

import type { ItemView, StudioFault } from "../api/schema";
import { type Content, getAt, setAt } from "./content";
import { ItemWriter, type Kind, type Written } from "./itemWriter";

export interface Item extends Written {
  kind: Kind;
  id: string;
  /** Changes the value at a path. */
  set: (path: string, value: unknown) => void;
  undo: () => void;
  goBack: (to: number) => void;
  resolve: (content: Content) => void;
  /** Keeps what was typed; whether it is kept. */
  flush: () => Promise<boolean>;
  /** The content as it was last kept. */
  kept: () => Content;
  /** Beside a field. What is simply not written yet is told once the author has asked for it. */
  faultsAt: (path: string) => StudioFault[];
  /** From now on what is missing stands beside its field too. */
  ask: () => void;
}

/** Not written yet: no fault of what is. */
export const isMissing = (fault: StudioFault): boolean => fault.code === "missing" || fault.code === "too_short";

/** One item of a draft: kept as it is written, with what is wrong with it. */
export function useItem(packId: string, asRead: ItemView): Item {
  // As the page was opened: asked again after a cut, the server's older words must not replace what was typed since.
  const [read] = useState(asRead);
  const [written, setWritten] = useState<Written>(() => ({
    content: read.content,
    saving: "saved",
    faults: read.faults,
    problem: "",
    mayUndo: read.may_undo,
    savedAt: read.changed_at,
    overtaken: null,
  }));
  const writer = useRef<ItemWriter | null>(null);
  useEffect(() => {
    const mine = new ItemWriter(packId, read, setWritten);
    writer.current = mine;
    return () => mine.stop();
  }, [packId, read]);
  const set = useCallback((path: string, value: unknown): void => {
    writer.current?.change(path, (content) => setAt(content, path, value));
  }, []);
  const undo = useCallback((): void => void writer.current?.undo(), []);
  const goBack = useCallback((to: number): void => void writer.current?.goBack(to), []);
  const resolve = useCallback((content: Content): void => void writer.current?.resolve(content), []);
  const flush = useCallback(async (): Promise<boolean> => (await writer.current?.flush()) ?? false, []);
  const kept = useCallback((): Content => writer.current?.kept ?? {}, []);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    if (written.saving !== "saved") window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [written.saving]);
  const [isAsked, setAsked] = useState(false);
  const ask = useCallback((): void => setAsked(true), []);
  const faultsAt = (path: string): StudioFault[] =>
    written.faults.filter((one) => one.field === path && (isAsked || !isMissing(one)));
  return { ...written, kind: read.kind, id: read.id, set, undo, goBack, resolve, flush, kept, faultsAt, ask };
}

/** The item that the fields of a form belong to. */
export const ItemContext = createContext<Item | null>(null);

export function useEdited(): Item {
  const item = useContext(ItemContext);
  if (!item) throw new Error("a field of the studio stands outside an item");
  return item;
}

export function useValue(path: string): unknown {
  return getAt(useEdited().content, path);
}
