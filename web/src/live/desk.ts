/** A desk's state as React sees it: the server's slices, the connection, notices, who is typing. */

import { useSyncExternalStore } from "react";

import type { CandidateUp, JuryUp } from "../api/schema";
import { deliveryOf, isWork } from "./delivery";
import { type Kept, KeptCommands } from "./keptCommands";
import { MadeTimes } from "./made";
import { type Ack, type ConnectionState, LiveSocket, newId } from "./socket";
import type { Message } from "./waiting";

export interface Notice {
  key: string;
  level: "info" | "warning" | "error";
  message: string;
  remedy: string;
}

export interface LiveState<Desk> {
  connection: ConnectionState;
  desk: Desk | null;
  notices: Notice[];
  typingUntil: number;
  /** The server is there and keeps nothing of what is sent, for the moment. */
  isStuck: boolean;
  /** Work that the server has not answered yet, oldest first: shown as if it were done, and as not kept yet. */
  pending: Message[];
}

type WithoutId<Told> = Told extends unknown ? Omit<Told, "id" | "made_at" | "device_at"> : never;

/** A command as a desk gives it, of exactly the fields that the server knows; its id and its times come by themselves. */
export type Command = WithoutId<Exclude<CandidateUp | JuryUp, { type: "hello" | "ping" | "chat.typing" }>>;

const TYPING_MS = 4000;
const MOST_NOTICES = 3;

export interface Conversation {
  run_id: string;
  messages: { message_id: string; order: number }[];
  waiting_since: string | null;
}

/** What a message from the server makes of a desk. Pure. */
export function applyEvent<Desk extends object>(desk: Desk, message: Message): Desk {
  if (message.type === "chat.message") {
    const conversation = (desk as { conversation?: Conversation | null }).conversation;
    if (conversation?.run_id !== message.run_id || !conversation) return desk;
    const fresh = message.message as Conversation["messages"][number];
    const others = conversation.messages.filter((one) => one.message_id !== fresh.message_id);
    const messages = [...others, fresh].sort((a, b) => a.order - b.order);
    return { ...desk, conversation: { ...conversation, messages, waiting_since: message.waiting_since } };
  }
  if (message.type === "notes") {
    return { ...desk, notes: message.notes, notes_saved_at: message.notes_saved_at };
  }
  return message.type in desk && message.type in message ? { ...desk, [message.type]: message[message.type] } : desk;
}

/** Whether a message was not there before; a mark (delivered, read) on a known one is none. */
export function isNewMessage(desk: object, message: Message): boolean {
  if (message.type !== "chat.message") return false;
  const conversation = (desk as { conversation?: Conversation | null }).conversation;
  const { message_id } = message.message as Conversation["messages"][number];
  return !conversation?.messages.some((one) => one.message_id === message_id);
}

export class LiveDesk<Desk extends object> {
  private state: LiveState<Desk> = {
    connection: "connecting",
    desk: null,
    notices: [],
    typingUntil: 0,
    isStuck: false,
    pending: [],
  };
  private kept: KeptCommands | null = null;
  private readonly times = new MadeTimes();
  private readonly keptFor: (desk: object) => KeptCommands;
  private readonly listeners = new Set<() => void>();
  private readonly heard = new Set<(message: Message) => void>();
  readonly socket: LiveSocket;

  /** `whose`: under which name what this desk's person does is kept in the browser until the server has it. */
  constructor(url: string, whose: (desk: Desk) => string) {
    this.keptFor = (desk) => new KeptCommands(whose(desk as Desk));
    this.socket = new LiveSocket(url, {
      onMessage: (message) => this.take(message),
      onState: (connection) => this.set({ connection }),
      onStuck: (isStuck) => this.set({ isStuck }),
    });
  }

  /** Connects; returns what ends it, for an effect. A page left while the server cannot be told asks first. */
  readonly run = (): (() => void) => {
    this.socket.start();
    window.addEventListener("beforeunload", this.askFirst);
    return () => {
      window.removeEventListener("beforeunload", this.askFirst);
      this.socket.stop();
    };
  };

  private readonly askFirst = (event: BeforeUnloadEvent): void => {
    const { connection, isStuck } = this.state;
    const isCut = isStuck || connection === "lost" || connection === "restarting";
    if (isCut && this.socket.unanswered > 0) event.preventDefault();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LiveState<Desk> => this.state;

  /** Hears every event, after the state has taken it: sounds, titles. */
  listen(listener: (message: Message) => void): () => void {
    this.heard.add(listener);
    return () => this.heard.delete(listener);
  }

  /** Server time in milliseconds. */
  now(): number {
    return Date.now() + this.socket.offsetMs;
  }

  /** Sends a command; a refusal becomes a notice. */
  async send(message: Command, id: string = newId()): Promise<Ack> {
    const ack = await this.deliver(message, id);
    if (!ack.ok && ack.problem) this.tell("warning", ack.problem.message, ack.problem.remedy);
    return ack;
  }

  /** The sound line's offer: its answer is in the acknowledgement; a failure is the sound line's own to tell. */
  readonly offer = (sdp: string): Promise<Ack> => {
    const message = { type: "line.offer", sdp };
    return this.socket.send(message, newId(), deliveryOf(message));
  };

  tell(level: Notice["level"], message: string, remedy = ""): void {
    const others = this.state.notices.filter((notice) => notice.message !== message);
    this.set({ notices: [...others, { key: newId(), level, message, remedy }].slice(-MOST_NOTICES) });
  }

  dismiss(key: string): void {
    this.set({ notices: this.state.notices.filter((notice) => notice.key !== key) });
  }

  private async deliver(asked: Message, id: string): Promise<Ack> {
    const message = this.times.on(asked, this.now(), Date.now());
    if (!isWork(message.type)) return this.socket.send(message, id, deliveryOf(message));
    this.kept?.add(id, message);
    this.set({ pending: [...this.state.pending, { ...message, id }] });
    const ack = await this.socket.send(message, id, deliveryOf(message));
    this.kept?.done(id);
    this.set({ pending: this.state.pending.filter((one) => one.id !== id) });
    return ack;
  }

  /** What an earlier page of this person at this desk could not bring to the server. */
  private bringAgain(desk: Desk): void {
    if (this.kept) return;
    this.kept = this.keptFor(desk);
    this.kept.all().forEach(({ id, message }: Kept) => void this.send(message as Command, id));
  }

  private take(message: Message): void {
    if (message.type === "snapshot") {
      this.set({ desk: message.desk as Desk });
      this.bringAgain(message.desk as Desk);
    } else if (message.type === "typing") this.set({ typingUntil: Date.now() + TYPING_MS });
    else if (message.type === "notice")
      this.tell(message.level as Notice["level"], message.message as string, message.remedy as string);
    else if (this.state.desk) {
      const typingUntil = isNewMessage(this.state.desk, message) ? 0 : this.state.typingUntil;
      this.set({ desk: applyEvent(this.state.desk, message), typingUntil });
    }
    if (message.type === "chat.message" || message.type === "snapshot" || message.type === "conversation")
      this.socket.ping();
    this.heard.forEach((listener) => listener(message));
  }

  private set(change: Partial<LiveState<Desk>>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export function useLive<Desk extends object>(desk: LiveDesk<Desk>): LiveState<Desk> {
  return useSyncExternalStore(desk.subscribe, desk.snapshot);
}

/** The address of a desk's live connection, on the page's own server. */
export function liveUrl(path: string): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}
