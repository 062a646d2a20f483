/** Changes go to the server one after the other, and an answer older than the last of them is not believed. */
export class InTurn {
  private sent = 0;
  private done = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** Begins when those before it have ended, however they did. */
  send<T>(change: () => Promise<T>): Promise<T> {
    this.sent += 1;
    const mine = this.last.then(change, change).finally(() => (this.done += 1));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** The answer; null when a change was under way, or began before it came. */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    const sent = this.sent;
    const wasQuiet = this.done === sent;
    const answer = await question();
    return wasQuiet && sent === this.sent ? answer : null;
  }
}
