/** Chat messages on their way: kept in this browser until the server has them, shown as such, sent once. */

export interface Unsent {
  message_id: string;
  run_id: string;
  text: string;
}

const KEY = "combine.unsent.";

export class UnsentMessages {
  constructor(
    private readonly seatId: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
  ) {}

  all(): Unsent[] {
    try {
      return JSON.parse(this.storage.getItem(KEY + this.seatId) ?? "[]") as Unsent[];
    } catch {
      return [];
    }
  }

  add(message: Unsent): void {
    this.save([...this.all().filter((one) => one.message_id !== message.message_id), message]);
  }

  done(messageId: string): void {
    this.save(this.all().filter((one) => one.message_id !== messageId));
  }

  private save(messages: Unsent[]): void {
    this.storage.setItem(KEY + this.seatId, JSON.stringify(messages));
  }
}
