/**
 * The desk's sound: microphone up, the other side down, over one standing connection with the server.
 * Offers one `sendrecv` and one `recvonly` audio transceiver, as the server's telephony/carrying/line.py asks.
 */

import type { Ack } from "../live/socket";
import { type Device, listDevices, microphoneProblem, openMicrophone, preferred } from "./devices";
import { gathered } from "./gathering";
import { hasRelay, type IceServers } from "./iceServers";
import { StreamLevel } from "./levels";
import { withRepair } from "./repair";

export type { Device } from "./devices";

export type SoundState =
  | "off"
  | "asking"
  | "connecting"
  | "connected"
  /** It was connected, or may be soon: it comes back by itself. */
  | "lost"
  /** It never connected in several tries: something on the network refuses it. */
  | "blocked"
  | "refused"
  | "no_device"
  | "in_use"
  | "insecure";

export interface SoundSnapshot {
  state: SoundState;
  microphones: Device[];
  outputs: Device[];
  /** The one that was chosen; "": the machine's own choice. */
  microphone: string;
  output: string;
  volume: number;
  /** Name of the microphone in use. */
  inUse: string;
  /** The microphone in use was unplugged, another one took over. */
  unplugged: boolean;
}

export interface Levels {
  /** 0 to 1. */
  own: number;
  other: number;
}

export interface NetworkFigures {
  lossPercent: number | null;
  jitterMs: number | null;
  roundTripMs: number | null;
}

const VOLUME = "combine.volume";
const GIVE_UP_MS = 10_000;
const LONGEST_PAUSE_MS = 8000;
const BLOCKED_AFTER = 2;

export class SoundLine {
  private snapshotNow: SoundSnapshot = {
    state: "off",
    microphones: [],
    outputs: [],
    microphone: preferred.microphone(),
    output: preferred.output(),
    volume: Number(localStorage.getItem(VOLUME) ?? "1"),
    inUse: "",
    unplugged: false,
  };
  private readonly listeners = new Set<() => void>();
  private connection: RTCPeerConnection | null = null;
  private stream: MediaStream | null = null;
  private readonly players = [new Audio(), new Audio()];
  private own: StreamLevel | null = null;
  private other: StreamLevel | null = null;
  private isOpen = false;
  private isWanted = false;
  private hasConnected = false;
  private attempts = 0;
  /** Tries that the server answered and that the network then refused. */
  private mediaFailures = 0;
  private retry: number | undefined;
  /** Counts starts and stops: what an earlier one still awaits is no longer wanted. */
  private turn = 0;

  constructor(
    private readonly offer: (sdp: string) => Promise<Ack>,
    private readonly iceServers: IceServers = () => Promise.resolve([]),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SoundSnapshot => this.snapshotNow;

  /** Asks for the microphone and connects; call again after a failure. */
  async start(): Promise<void> {
    this.isWanted = true;
    if (this.snapshotNow.state === "asking" || this.snapshotNow.state === "connecting") return;
    // On an address that is not secure the browser hides its devices altogether.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!window.isSecureContext || !devices) {
      this.set({ state: "insecure" });
      return;
    }
    const turn = (this.turn += 1);
    devices.ondevicechange = () => void this.devicesChanged();
    this.set({ state: "asking" });
    try {
      const stream = this.stream ?? (await openMicrophone(this.snapshotNow.microphone));
      if (turn !== this.turn) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.take(stream);
    } catch (error) {
      if (turn === this.turn) {
        this.set({ state: microphoneProblem(error) });
        void this.startWhenAllowed();
      }
      return;
    }
    await this.refreshDevices();
    await this.connect();
  }

  stop(): void {
    this.isWanted = false;
    this.turn += 1;
    window.clearTimeout(this.retry);
    this.connection?.close();
    this.connection = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.own?.close();
    this.other?.close();
    this.own = this.other = null;
    this.set({ state: "off" });
  }

  /** Whether the microphone is let through: never outside a call or a check, never when muted. */
  letThrough(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.stream?.getAudioTracks().forEach((track) => (track.enabled = isOpen));
  }

  /** The server was restarted, or the desk came back: a new connection for the same sound. */
  async reconnect(): Promise<void> {
    if (this.isWanted && this.stream) await this.connect();
  }

  /** Tries again without waiting for the next turn: the live connection is back. */
  hurry(): void {
    if (this.snapshotNow.state === "lost" || this.snapshotNow.state === "blocked") {
      window.clearTimeout(this.retry);
      void this.reconnect();
    }
  }

  /** The person's own choice: remembered. Raises what the browser raises. */
  async chooseMicrophone(id: string): Promise<void> {
    preferred.keepMicrophone(id);
    this.set({ microphone: id, unplugged: false });
    await this.switchMicrophone(id);
  }

  async chooseOutput(id: string): Promise<void> {
    preferred.keepOutput(id);
    this.set({ output: id });
    for (const player of this.players) if ("setSinkId" in player) await player.setSinkId(id).catch(() => undefined);
  }

  setVolume(volume: number): void {
    localStorage.setItem(VOLUME, String(volume));
    this.players.forEach((player) => (player.volume = volume));
    this.set({ volume });
  }

  levels(): Levels {
    return { own: this.own?.now() ?? 0, other: this.other?.now() ?? 0 };
  }

  async figures(): Promise<NetworkFigures> {
    const found: NetworkFigures = { lossPercent: null, jitterMs: null, roundTripMs: null };
    const report = await this.connection?.getStats();
    report?.forEach((entry: Record<string, unknown>) => {
      if (entry.type === "inbound-rtp" && Number(entry.packetsReceived) > 0) {
        const lost = Number(entry.packetsLost);
        found.lossPercent = Math.max(0, (100 * lost) / (lost + Number(entry.packetsReceived)));
        found.jitterMs = 1000 * Number(entry.jitter);
      }
      if (entry.type === "candidate-pair" && entry.nominated === true && entry.currentRoundTripTime !== undefined)
        found.roundTripMs = 1000 * Number(entry.currentRoundTripTime);
    });
    return found;
  }

  private async connect(): Promise<void> {
    const stream = this.stream;
    if (!stream) return;
    window.clearTimeout(this.retry);
    this.connection?.close();
    this.connection = null;
    this.set({ state: "connecting" });
    const turn = (this.turn += 1);
    const iceServers = await this.iceServers();
    if (turn !== this.turn) return;
    const wantsRelay = hasRelay(iceServers);
    // What connected by no way of ICE's choosing may connect through the relay alone: every other try.
    const iceTransportPolicy = wantsRelay && this.mediaFailures % 2 === 1 ? "relay" : "all";
    const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" });
    this.connection = connection;
    const track = stream.getAudioTracks()[0];
    if (track) connection.addTransceiver(track, { direction: "sendrecv", streams: [stream] });
    connection.addTransceiver("audio", { direction: "recvonly" });
    this.letThrough(this.isOpen);
    connection.ontrack = (event) => this.play(connection, event);
    connection.onconnectionstatechange = () => this.stateChanged(connection);
    window.setTimeout(() => {
      if (connection.connectionState !== "connected") this.again(connection);
    }, GIVE_UP_MS);
    try {
      await connection.setLocalDescription();
      await gathered(connection, wantsRelay);
      const ack = await this.offer(withRepair(connection.localDescription?.sdp ?? ""));
      if (this.connection !== connection) return;
      if (!ack.ok || !ack.sdp) throw new Error(ack.problem?.code);
      this.mediaFailures += 1;
      await connection.setRemoteDescription({ type: "answer", sdp: ack.sdp });
    } catch {
      this.again(connection);
    }
  }

  private stateChanged(connection: RTCPeerConnection): void {
    if (this.connection !== connection) return;
    if (connection.connectionState === "connected") {
      this.attempts = this.mediaFailures = 0;
      this.hasConnected = true;
      this.set({ state: "connected" });
    } else if (connection.connectionState === "failed" || connection.connectionState === "disconnected") {
      this.again(connection);
    }
  }

  private again(connection: RTCPeerConnection): void {
    if (this.connection !== connection || !this.isWanted) return;
    this.connection = null;
    connection.close();
    this.attempts += 1;
    this.set({ state: !this.hasConnected && this.mediaFailures >= BLOCKED_AFTER ? "blocked" : "lost" });
    const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (this.attempts - 1));
    this.retry = window.setTimeout(() => void this.reconnect(), pause);
  }

  private play(connection: RTCPeerConnection, event: RTCTrackEvent): void {
    const number = connection.getTransceivers().indexOf(event.transceiver);
    const player = this.players[number];
    if (!player) return;
    const stream = new MediaStream([event.track]);
    player.srcObject = stream;
    player.volume = this.snapshotNow.volume;
    if (this.snapshotNow.output && "setSinkId" in player)
      player.setSinkId(this.snapshotNow.output).catch(() => undefined);
    // Some browsers play nothing before a first gesture: it plays at that gesture.
    player.play().catch(() => {
      for (const gesture of ["pointerdown", "keydown"])
        document.addEventListener(gesture, () => void player.play().catch(() => undefined), { once: true });
    });
    if (number === 0) {
      this.other?.close();
      this.other = new StreamLevel(stream);
    }
  }

  private take(stream: MediaStream): void {
    this.stream = stream;
    this.own?.close();
    this.own = new StreamLevel(stream);
    this.letThrough(this.isOpen);
    const track = stream.getAudioTracks()[0];
    if (track) track.onended = () => void this.wasUnplugged();
    this.set({ inUse: track?.label ?? "" });
  }

  private async switchMicrophone(id: string): Promise<void> {
    const fresh = await openMicrophone(id);
    if (!this.isWanted) {
      fresh.getTracks().forEach((track) => track.stop());
      return;
    }
    const old = this.stream;
    old?.getTracks().forEach((track) => {
      track.onended = null;
      track.stop();
    });
    this.take(fresh);
    await this.connection?.getSenders()[0]?.replaceTrack(fresh.getAudioTracks()[0] ?? null);
  }

  /** In the middle of a call as well: another microphone takes over, and the preferred one is not forgotten. */
  private async wasUnplugged(): Promise<void> {
    this.stream = null;
    try {
      await this.switchMicrophone("");
      this.set({ unplugged: true });
    } catch (error) {
      this.set({ state: microphoneProblem(error), unplugged: true });
    }
    await this.refreshDevices();
  }

  private async devicesChanged(): Promise<void> {
    await this.refreshDevices();
    const { state, unplugged, microphones } = this.snapshotNow;
    const wished = preferred.microphone();
    if (state === "no_device" && this.isWanted) {
      this.set({ unplugged: false });
      await this.start();
    } else if (unplugged && wished && microphones.some((device) => device.id === wished)) {
      await this.chooseMicrophone(wished).catch(() => undefined);
    }
  }

  private async refreshDevices(): Promise<void> {
    this.set(await listDevices());
  }

  /** Somebody who allows the microphone after having refused it need not press anything else. */
  private async startWhenAllowed(): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: "microphone" });
      permission.onchange = () => {
        if (permission.state === "granted" && this.isWanted && this.snapshotNow.state === "refused") void this.start();
      };
    } catch {
      // This browser does not tell: the « try again » button remains.
    }
  }

  private set(change: Partial<SoundSnapshot>): void {
    this.snapshotNow = { ...this.snapshotNow, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
