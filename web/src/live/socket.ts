/**
 * The one WebSocket of a desk: reconnects by itself, resumes where it was, sends each command until it is answered.
 * Knows nothing of what the messages mean.
 */

import { ClockOffset } from "./clockOffset";
import { type Ack, isPutOff, type Message, type SendOptions, WaitingCommands } from "./waiting";

export type { Ack, Problem, SendOptions } from "./waiting";

export type ConnectionState =
  | "connecting"
  | "open"
  | "lost"
  /** The server said that it stops: it is expected back. */
  | "restarting"
  /** The server let go of a page that sent more than a person can: back in some seconds. */
  | "slowed"
  | "superseded"
  | "signed_out"
  /** The session was closed by who leads it. */
  | "closed";

interface SocketEvents {
  onMessage: (message: { type: string }) => void;
  onState: (state: ConnectionState) => void;
  /** The connection is there, yet the server keeps nothing of what is sent; or it does again. */
  onStuck?: (isStuck: boolean) => void;
}

const PING_EVERY_MS = 4000;
const SILENT_AFTER_MS = 10_000;
/** A connection that neither opens nor fails is given up: some proxies swallow it. */
const OPEN_WITHIN_MS = 6000;
const TOO_FAST_PAUSE_MS = 1100;
/** Before what the server could not keep is sent again. */
const PUT_OFF_PAUSE_MS = 3000;
/** A page that is left waits this long at most for the answer to what it sent last. */
const LEAVING_MS = 3000;
/** After « too_fast » the server takes nobody back for five seconds. */
const SLOWED_PAUSE_MS = 6000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** How long to wait before this attempt (1, 2, 3…): doubling, bounded, spread so that a room does not return at once. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 6));
  return pause * (0.7 + random() * 0.6);
}

export class LiveSocket {
  private socket: WebSocket | null = null;
  private readonly waiting = new WaitingCommands();
  private readonly clock = new ClockOffset();
  private epoch: string | null = null;
  private lastEvent = 0;
  private attempts = 0;
  private lastHeard = 0;
  private openedAt = 0;
  private ticker: number | undefined;
  private retry: number | undefined;
  private isEnded = true;
  private isStopping = false;
  private isStuck = false;
  private leaving: number | undefined;
  private trying: number | undefined;
  private isSlowed = false;

  constructor(
    private readonly url: string,
    private readonly events: SocketEvents,
  ) {}

  /** Milliseconds to add to this machine's clock to get the server's. */
  get offsetMs(): number {
    return this.clock.offsetMs;
  }

  start(): void {
    this.letGo();
    this.isEnded = false;
    this.open();
    this.ticker = window.setInterval(() => this.beat(), PING_EVERY_MS);
    window.addEventListener("online", this.retryNow);
    document.addEventListener("visibilitychange", this.retryNow);
  }

  stop(): void {
    this.isEnded = true;
    window.clearInterval(this.ticker);
    window.clearTimeout(this.retry);
    window.removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.retryNow);
    if (this.socket?.readyState !== WebSocket.OPEN) this.letGo();
    // Fields that disappear with the page send their last words after this: they still go.
    else
      this.leaving = window.setTimeout(() =>
        this.waiting.size > 0 ? (this.leaving = window.setTimeout(this.letGo, LEAVING_MS)) : this.letGo(),
      );
  }

  /** How many commands the server has not answered. */
  get unanswered(): number {
    return this.waiting.size;
  }

  private readonly letGo = (): void => {
    window.clearTimeout(this.leaving);
    this.leaving = undefined;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  };

  /** Sends until answered, over as many connections as it takes. The id makes it one command. */
  send(message: Message, id: string = newId(), options: SendOptions = {}): Promise<Ack> {
    return new Promise((resolve) => {
      const whole = { ...message, id };
      this.waiting.add(id, whole, performance.now(), options, resolve);
      if (options.withinMs !== undefined)
        window.setTimeout(() => this.waiting.expire(performance.now()), options.withinMs);
      this.writeCommand(whole);
    });
  }

  /** Sent if the connection is there, never repeated. */
  hint(message: { type: string }): void {
    this.write(message);
  }

  ping(): void {
    this.write({ type: "ping", sent_ms: performance.now(), last_event: this.lastEvent });
  }

  private readonly retryNow = (): void => {
    if (this.isEnded || document.visibilityState !== "visible") return;
    if (this.socket === null) {
      this.attempts = 0;
      window.clearTimeout(this.retry);
      this.open();
    } else {
      // Back from sleep or another network: find out at once whether this connection still lives.
      this.ping();
    }
  };

  private open(): void {
    if (this.socket !== null || this.isEnded) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.openedAt = this.lastHeard = Date.now();
    socket.onopen = () => this.write({ type: "hello", epoch: this.epoch, last_event: this.lastEvent });
    socket.onmessage = (event: MessageEvent<string>) => this.receive(socket, JSON.parse(event.data) as Message);
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private receive(socket: WebSocket, message: Message): void {
    if (this.socket !== socket) return;
    this.lastHeard = Date.now();
    if (typeof message.n === "number") this.lastEvent = message.n;
    switch (message.type) {
      case "welcome":
        this.welcome(message.epoch as string);
        break;
      case "pong":
        this.clock.heard(message.sent_ms as number, performance.now(), Date.now(), message.server_now as string);
        break;
      case "ack":
        this.acknowledged(message as unknown as Ack);
        break;
      case "closing":
        this.closing(message.reason as string);
        break;
      default:
        this.events.onMessage(message);
    }
  }

  private welcome(epoch: string): void {
    if (epoch !== this.epoch) this.lastEvent = 0;
    this.epoch = epoch;
    this.attempts = 0;
    this.isStopping = this.isSlowed = false;
    this.clock.forget();
    this.events.onState("open");
    this.waiting.expire(performance.now());
    this.waiting.messages().forEach((again) => this.writeCommand(again));
    this.ping();
  }

  private acknowledged(ack: Ack): void {
    if (ack.problem?.code === "too_fast") {
      // Much was typed while the network was cut: the rest goes a little later, none of it is lost.
      window.setTimeout(() => {
        const message = this.waiting.message(ack.id);
        if (message) this.writeCommand(message);
      }, TOO_FAST_PAUSE_MS);
      return;
    }
    if (isPutOff(ack.problem)) {
      // A full disk, a fault: the oldest is tried again, and when it is kept the others follow in their order.
      this.waiting.putOff(ack.id);
      this.trying ??= window.setTimeout(() => {
        this.trying = undefined;
        if (this.waiting.probe) this.writeCommand(this.waiting.probe);
      }, PUT_OFF_PAUSE_MS);
    } else {
      this.waiting.answer(ack);
      if (this.trying === undefined) this.waiting.release().forEach((held) => this.writeCommand(held));
    }
    this.look();
    if (this.isEnded && this.waiting.size === 0) this.letGo();
  }

  private closing(reason: string): void {
    if (reason === "superseded") this.end("superseded");
    else if (reason === "signed_out") this.end("signed_out");
    else if (reason === "seat_closed") this.end("closed");
    else if (reason === "too_fast") this.isSlowed = true;
    else this.isStopping = true;
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.waiting.unwrite();
    this.look();
    if (this.isEnded) return;
    if (code === 4401 || code === 4403) {
      this.end("signed_out");
      return;
    }
    this.events.onState(this.isSlowed ? "slowed" : this.isStopping ? "restarting" : "lost");
    this.attempts += 1;
    window.clearTimeout(this.retry);
    const pause = pauseBefore(this.attempts);
    this.retry = window.setTimeout(() => this.open(), this.isSlowed ? Math.max(pause, SLOWED_PAUSE_MS) : pause);
  }

  private end(state: ConnectionState): void {
    this.stop();
    this.letGo();
    this.events.onState(state);
  }

  private beat(): void {
    const socket = this.socket;
    this.waiting.expire(performance.now());
    if (!socket) return;
    const isOpen = socket.readyState === WebSocket.OPEN;
    // A cut network says nothing: a server that does not answer pings is gone.
    if (Date.now() - (isOpen ? this.lastHeard : this.openedAt) > (isOpen ? SILENT_AFTER_MS : OPEN_WITHIN_MS)) {
      this.closed(socket, 4000);
      socket.close();
      return;
    }
    this.ping();
    this.look();
    // Asked again under the same id: carried out once, however often it comes.
    this.waiting.late(performance.now()).forEach((again) => this.write(again));
    if (this.trying === undefined && this.waiting.probe) this.writeCommand(this.waiting.probe);
  }

  private look(): void {
    const isStuck = this.waiting.isStuck(performance.now());
    if (isStuck === this.isStuck) return;
    this.isStuck = isStuck;
    this.events.onStuck?.(isStuck);
  }

  private writeCommand(message: Message): void {
    if (this.socket?.readyState !== WebSocket.OPEN || this.waiting.mustHold(message.id as string)) return;
    this.waiting.written(message.id as string, performance.now());
    this.write(message);
  }

  private write(message: Record<string, unknown>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

export function newId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
