/**
 * Chat messages on their way: kept in this browser until the server has them, shown as such, sent once. A message that
 * the server refused stays, with the reason, until its author takes it back. The draft under the keys is kept as well.
 */

import { browserStorage, type Keep } from "../shared/browserStorage";

export interface Unsent {
  message_id: string;
  run_id: string;
  text: string;
  /** Why the server refused it; absent while it is on its way. */
  refused?: string;
}

const KEY = "combine.unsent.";
const DRAFT = "combine.draft.";

export class UnsentMessages {
  constructor(
    private readonly seatId: string,
    private readonly storage: Keep = browserStorage,
  ) {}

  all(): Unsent[] {
    try {
      return JSON.parse(this.storage.getItem(KEY + this.seatId) ?? "[]") as Unsent[];
    } catch {
      return [];
    }
  }

  of(runId: string): Unsent[] {
    return this.all().filter((one) => one.run_id === runId);
  }

  add(message: Unsent): void {
    const before = this.all();
    const index = before.findIndex((one) => one.message_id === message.message_id);
    this.save(index < 0 ? [...before, message] : before.with(index, message));
  }

  done(messageId: string): void {
    this.save(this.all().filter((one) => one.message_id !== messageId));
  }

  refuse(messageId: string, reason: string): void {
    this.save(this.all().map((one) => (one.message_id === messageId ? { ...one, refused: reason } : one)));
  }

  draft(runId: string): string {
    return this.storage.getItem(`${DRAFT}${this.seatId}.${runId}`) ?? "";
  }

  keepDraft(runId: string, text: string): void {
    const key = `${DRAFT}${this.seatId}.${runId}`;
    if (text) this.storage.setItem(key, text);
    else this.storage.removeItem(key);
  }

  private save(messages: Unsent[]): void {
    this.storage.setItem(KEY + this.seatId, JSON.stringify(messages));
  }
}
