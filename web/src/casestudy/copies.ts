/**
 * What the server has not acknowledged yet, on this computer (IndexedDB): outlives a reload, a killed browser, a cut.
 * One copy for each text and tab. Where the browser keeps nothing (private window, full disk), writing goes on.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { WrittenHead } from "../api/schema";
import type { Prose } from "./prose";

/** A version that was sent, or is about to be, under a name of its own. */
export interface Sent {
  clientId: string;
  basedOn: number;
  document: Prose;
  typed?: Typed | null;
}

/** When the first and the last key since the version before were struck: milliseconds of the server's clock. */
export interface Typed {
  from: number;
  until: number;
}

export interface Copy {
  seat: string;
  written: string;
  tab: string;
  /** The server's number that this text goes on from. */
  base: number;
  document: Prose;
  /** Sent and not answered: it may have been kept. */
  inFlight: Sent | null;
  /** Of what is not in flight yet. */
  typed?: Typed | null;
  /** A version that was written elsewhere at the same time, until somebody says which goes on. */
  parted?: WrittenHead | null;
  /** The server has this text: the copy is kept only because it has parted. */
  isSent?: boolean;
  at: number;
}

export interface Copies {
  put(copy: Copy): Promise<void>;
  remove(seat: string, written: string, tab: string): Promise<void>;
  of(seat: string, written: string): Promise<Copy[]>;
}

interface Schema extends DBSchema {
  copies: { key: [string, string, string]; value: Copy };
}

export class BrowserCopies implements Copies {
  private database: Promise<IDBPDatabase<Schema> | null> | null = null;

  private open(): Promise<IDBPDatabase<Schema> | null> {
    this.database ??= openDB<Schema>("combine-case-study", 1, {
      upgrade: (database) => {
        database.createObjectStore("copies", { keyPath: ["seat", "written", "tab"] });
      },
    }).catch(() => null);
    return this.database;
  }

  async put(copy: Copy): Promise<void> {
    await (await this.open())?.put("copies", copy).catch(() => undefined);
  }

  async remove(seat: string, written: string, tab: string): Promise<void> {
    await (await this.open())?.delete("copies", [seat, written, tab]).catch(() => undefined);
  }

  async of(seat: string, written: string): Promise<Copy[]> {
    const database = await this.open();
    if (!database) return [];
    const range = IDBKeyRange.bound([seat, written, ""], [seat, written, "\uffff"]);
    return database.getAll("copies", range).catch(() => []);
  }
}

/** A tab's own name, the same after a reload. */
export function tabName(storage: Pick<Storage, "getItem" | "setItem">): string {
  try {
    const known = storage.getItem("combine.tab");
    if (known) return known;
    const made = newName();
    storage.setItem("combine.tab", made);
    return made;
  } catch {
    return newName();
  }
}

/** For versions and tabs; without `crypto.randomUUID`, which plain http does not have. */
export function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
