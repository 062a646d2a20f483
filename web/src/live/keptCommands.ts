/**
 * Commands that carry somebody's work (marks, words, a file's fields), kept in this browser until the server has
 * answered: a page that is closed, reloaded or killed meanwhile sends them at its next opening, under the same ids, so
 * that none is carried out twice. Read and written whole each time: two tabs of one desk see the same list.
 */

import { browserStorage, type Keep } from "../shared/browserStorage";
import type { Message } from "./waiting";

export interface Kept {
  id: string;
  message: Message;
}

const KEY = "combine.waiting.";

export class KeptCommands {
  /** `whose`: one person at one desk; another's work must never be sent in their name. */
  constructor(
    private readonly whose: string,
    private readonly storage: Keep = browserStorage,
  ) {}

  all(): Kept[] {
    try {
      return JSON.parse(this.storage.getItem(KEY + this.whose) ?? "[]") as Kept[];
    } catch {
      return [];
    }
  }

  add(id: string, message: Message): void {
    const before = this.all();
    if (!before.some((one) => one.id === id)) this.save([...before, { id, message }]);
  }

  done(id: string): void {
    const before = this.all();
    const left = before.filter((one) => one.id !== id);
    if (left.length < before.length) this.save(left);
  }

  private save(commands: Kept[]): void {
    if (commands.length > 0) this.storage.setItem(KEY + this.whose, JSON.stringify(commands));
    else this.storage.removeItem(KEY + this.whose);
  }
}
