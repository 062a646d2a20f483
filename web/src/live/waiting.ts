/** Commands on their way to the server, until it has answered each of them. Knows no socket and no clock. */

export interface Problem {
  code: string;
  message: string;
  remedy: string;
}

export interface Ack {
  type: "ack";
  id: string;
  ok: boolean;
  problem: Problem | null;
  sdp: string | null;
}

export interface SendOptions {
  /** Only the newest command of a slot is worth sending: notes, one field of the file. */
  slot?: string;
  /** Given up after this long: a « hang up » must not reach the call after the next one. */
  withinMs?: number;
}

interface Command extends SendOptions {
  message: Record<string, unknown>;
  giveUpAt: number;
  resolve: (ack: Ack) => void;
}

const UNANSWERED: Problem = {
  code: "unanswered",
  message: "Le serveur n’a pas répondu.",
  remedy: "Réessayez dès que la connexion est revenue.",
};

export class WaitingCommands {
  private readonly commands = new Map<string, Command>();

  /** Keeps a command; an older one of the same slot is answered « done », since this one replaces it. */
  add(id: string, message: Record<string, unknown>, nowMs: number, options: SendOptions, resolve: (ack: Ack) => void): void {
    if (options.slot !== undefined)
      for (const [other, command] of this.commands)
        if (command.slot === options.slot && other !== id) this.settle(other, { ok: true, problem: null });
    const giveUpAt = options.withinMs === undefined ? Infinity : nowMs + options.withinMs;
    this.commands.set(id, { ...options, message, giveUpAt, resolve });
  }

  has(id: string): boolean {
    return this.commands.has(id);
  }

  /** Everything unanswered, oldest first. */
  messages(): Record<string, unknown>[] {
    return [...this.commands.values()].map((command) => command.message);
  }

  message(id: string): Record<string, unknown> | undefined {
    return this.commands.get(id)?.message;
  }

  answer(ack: Ack): void {
    this.settle(ack.id, ack);
  }

  /** Those whose time is over are answered « not done ». */
  expire(nowMs: number): void {
    for (const [id, command] of this.commands)
      if (nowMs >= command.giveUpAt) this.settle(id, { ok: false, problem: UNANSWERED });
  }

  private settle(id: string, answer: Partial<Ack>): void {
    const command = this.commands.get(id);
    this.commands.delete(id);
    command?.resolve({ type: "ack", id, ok: false, problem: null, sdp: null, ...answer });
  }
}
