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

export type Message = { type: string } & Record<string, unknown>;

interface Command extends SendOptions {
  message: Message;
  giveUpAt: number;
  resolve: (ack: Ack) => void;
  /** When it was first written to the connection that is there; null: not yet. */
  writtenAt: number | null;
  /** The server has answered that it cannot keep it for the moment. */
  isPutOff: boolean;
}

const UNANSWERED: Problem = {
  code: "unanswered",
  message: "Le serveur n’a pas répondu.",
  remedy: "Réessayez dès que la connexion est revenue.",
};

/** Not « no » but « not now »: a fault or a full disk of the server's. What was asked is asked again. */
const PUT_OFF = new Set(["unforeseen", "not_kept", "storage_full", "disk_full", "unavailable"]);

export function isPutOff(problem: Problem | null): boolean {
  return problem !== null && PUT_OFF.has(problem.code);
}

/** Answers take milliseconds. One that takes this long is told to the person, and the command is sent once more. */
const LATE_MS = 4000;

export class WaitingCommands {
  private readonly commands = new Map<string, Command>();

  /** Keeps a command; an older one of the same slot is answered « done », since this one replaces it. */
  add(id: string, message: Message, nowMs: number, options: SendOptions, resolve: (ack: Ack) => void): void {
    if (options.slot !== undefined)
      for (const [other, command] of this.commands)
        if (command.slot === options.slot && other !== id) this.settle(other, { ok: true, problem: null });
    const giveUpAt = options.withinMs === undefined ? Infinity : nowMs + options.withinMs;
    this.commands.set(id, { ...options, message, giveUpAt, resolve, writtenAt: null, isPutOff: false });
  }

  has(id: string): boolean {
    return this.commands.has(id);
  }

  get size(): number {
    return this.commands.size;
  }

  /** Everything unanswered, oldest first. */
  messages(): Message[] {
    return [...this.commands.values()].map((command) => command.message);
  }

  message(id: string): Message | undefined {
    return this.commands.get(id)?.message;
  }

  answer(ack: Ack): void {
    this.settle(ack.id, ack);
  }

  /** Left waiting, since the server could not keep it just now; what is asked after it waits behind it. */
  putOff(id: string): void {
    const command = this.commands.get(id);
    if (command) Object.assign(command, { isPutOff: true, writtenAt: null });
  }

  /** The oldest that was put off: sent alone, to see whether the server keeps things again. */
  get probe(): Message | undefined {
    return [...this.commands.values()].find((one) => one.isPutOff)?.message;
  }

  /** Whether this one must not overtake what was put off: a mark's removal its placing. The telephone does not wait. */
  mustHold(id: string): boolean {
    const probe = this.probe;
    return probe !== undefined && probe.id !== id && this.commands.get(id)?.withinMs === undefined;
  }

  written(id: string, nowMs: number): void {
    const command = this.commands.get(id);
    if (command) command.writtenAt ??= nowMs;
  }

  /** The server keeps things again: all that was held, oldest first, to be written now. */
  release(): Message[] {
    const held = [...this.commands.values()].filter((one) => one.writtenAt === null);
    for (const command of held) command.isPutOff = false;
    return held.map((one) => one.message);
  }

  /** The connection is gone: what was written to it may not have arrived. */
  unwrite(): void {
    for (const command of this.commands.values()) Object.assign(command, { isPutOff: false, writtenAt: null });
  }

  /** Written to a connection that is there, and unanswered for too long. */
  late(nowMs: number): Message[] {
    return [...this.commands.values()]
      .filter((one) => one.writtenAt !== null && nowMs - one.writtenAt >= LATE_MS)
      .map((one) => one.message);
  }

  /** Whether the server keeps nothing for the moment, though it is there. */
  isStuck(nowMs: number): boolean {
    return this.late(nowMs).length > 0 || [...this.commands.values()].some((one) => one.isPutOff);
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
