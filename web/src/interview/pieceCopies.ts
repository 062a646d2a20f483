/** Pieces that the server has not acknowledged, on this computer (IndexedDB): they outlive a reload and a killed
 * browser. Where the browser keeps nothing (private window, full disk), recording goes on. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Piece, PieceCopies } from "./pieces";

interface Schema extends DBSchema {
  pieces: { key: [string, number]; value: Piece };
}

export class BrowserPieces implements PieceCopies {
  private database: Promise<IDBPDatabase<Schema> | null> | null = null;

  private open(): Promise<IDBPDatabase<Schema> | null> {
    this.database ??= openDB<Schema>("combine-reaction", 1, {
      upgrade: (database) => {
        database.createObjectStore("pieces", { keyPath: ["reaction", "number"] });
      },
    }).catch(() => null);
    return this.database;
  }

  async put(piece: Piece): Promise<void> {
    await (await this.open())?.put("pieces", piece).catch(() => undefined);
  }

  async remove(reaction: string, number: number): Promise<void> {
    await (await this.open())?.delete("pieces", [reaction, number]).catch(() => undefined);
  }

  async of(reaction: string): Promise<Piece[]> {
    const database = await this.open();
    if (!database) return [];
    return database.getAll("pieces", IDBKeyRange.bound([reaction, 0], [reaction, Infinity])).catch(() => []);
  }
}
