/**
 * The one WebSocket of a desk: reconnects by itself, resumes where it was, sends each command until it is answered.
 * Knows nothing of what the messages mean.
 */

export type ConnectionState = "connecting" | "open" | "lost" | "superseded" | "signed_out";

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

interface Waiting {
  message: Record<string, unknown>;
  resolve: (ack: Ack) => void;
}

interface SocketEvents {
  onMessage: (message: { type: string }) => void;
  onState: (state: ConnectionState) => void;
}

const PING_EVERY_MS = 4000;
const SILENT_AFTER_MS = 10_000;
const LONGEST_PAUSE_MS = 5000;

export class LiveSocket {
  private socket: WebSocket | null = null;
  private readonly waiting = new Map<string, Waiting>();
  private epoch: string | null = null;
  private lastEvent = 0;
  private attempts = 0;
  private lastHeard = 0;
  private timers: number[] = [];
  private ended = false;
  /** Milliseconds to add to this machine's clock to get the server's. */
  offsetMs = 0;
  private bestRoundTrip = Infinity;

  constructor(
    private readonly url: string,
    private readonly events: SocketEvents,
  ) {}

  start(): void {
    this.ended = false;
    this.open();
    this.timers.push(window.setInterval(() => this.beat(), PING_EVERY_MS));
    window.addEventListener("online", this.retryNow);
    document.addEventListener("visibilitychange", this.retryNow);
  }

  stop(): void {
    this.ended = true;
    this.timers.forEach((timer) => window.clearInterval(timer));
    this.timers = [];
    window.removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.retryNow);
    this.socket?.close();
    this.socket = null;
  }

  /** Sends until answered, over as many connections as it takes. The id makes it one command. */
  send(message: Record<string, unknown> & { type: string }, id: string = newId()): Promise<Ack> {
    return new Promise((resolve) => {
      const whole = { ...message, id };
      this.waiting.set(id, { message: whole, resolve });
      this.write(whole);
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
    if (!this.ended && this.socket === null && document.visibilityState === "visible") {
      this.attempts = 0;
      this.open();
    }
  };

  private open(): void {
    if (this.socket !== null || this.ended) return;
    this.events.onState(this.attempts === 0 && this.epoch === null ? "connecting" : "lost");
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.lastHeard = Date.now();
    socket.onopen = () => {
      this.write({ type: "hello", epoch: this.epoch, last_event: this.lastEvent });
    };
    socket.onmessage = (event: MessageEvent<string>) => this.receive(JSON.parse(event.data) as { type: string });
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private receive(message: { type: string } & Record<string, unknown>): void {
    this.lastHeard = Date.now();
    if (typeof message.n === "number") this.lastEvent = message.n;
    switch (message.type) {
      case "welcome":
        if (message.epoch !== this.epoch) this.lastEvent = 0;
        this.epoch = message.epoch as string;
        this.attempts = 0;
        this.events.onState("open");
        this.waiting.forEach(({ message: again }) => this.write(again));
        this.ping();
        break;
      case "pong":
        this.measure(message.sent_ms as number, message.server_now as string);
        break;
      case "ack": {
        const ack = message as unknown as Ack;
        this.waiting.get(ack.id)?.resolve(ack);
        this.waiting.delete(ack.id);
        break;
      }
      case "closing":
        if (message.reason === "superseded") this.end("superseded");
        break;
      default:
        this.events.onMessage(message);
    }
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.socket = null;
    if (this.ended) return;
    if (code === 4401 || code === 4403) {
      this.end("signed_out");
      return;
    }
    this.events.onState("lost");
    this.attempts += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(this.attempts, 5)) * (0.7 + Math.random() * 0.6);
    window.setTimeout(() => this.open(), pause);
  }

  private end(state: ConnectionState): void {
    this.stop();
    this.events.onState(state);
  }

  private beat(): void {
    if (this.socket?.readyState === WebSocket.OPEN && Date.now() - this.lastHeard > SILENT_AFTER_MS) {
      // A cut network says nothing: a server that does not answer pings is gone.
      this.socket.close();
      this.closed(this.socket, 4000);
      return;
    }
    this.ping();
  }

  private measure(sentMs: number, serverNow: string): void {
    const roundTrip = performance.now() - sentMs;
    if (roundTrip > this.bestRoundTrip * 1.5 + 5) return;
    this.bestRoundTrip = Math.min(this.bestRoundTrip, roundTrip);
    this.offsetMs = Date.parse(serverNow) + roundTrip / 2 - Date.now();
  }

  private write(message: Record<string, unknown>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

export function newId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
