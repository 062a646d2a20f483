/**
 * The desk's sound: microphone up, the other side down, over one standing connection with the server.
 * Offers one `sendrecv` and one `recvonly` audio transceiver, as the server's telephony/line.py asks.
 */

import type { Ack } from "../live/socket";

export type SoundState =
  | "off"
  | "asking"
  | "connecting"
  | "connected"
  | "lost"
  | "refused"
  | "no_device"
  | "in_use"
  | "insecure";

export interface Device {
  id: string;
  label: string;
}

export interface SoundSnapshot {
  state: SoundState;
  microphones: Device[];
  outputs: Device[];
  microphone: string;
  output: string;
  volume: number;
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

type Offer = (sdp: string) => Promise<Ack>;

const MICROPHONE = "combine.microphone";
const OUTPUT = "combine.output";
const VOLUME = "combine.volume";
const GIVE_UP_MS = 10_000;

export class SoundLine {
  private snapshotNow: SoundSnapshot = {
    state: "off",
    microphones: [],
    outputs: [],
    microphone: localStorage.getItem(MICROPHONE) ?? "",
    output: localStorage.getItem(OUTPUT) ?? "",
    volume: Number(localStorage.getItem(VOLUME) ?? "1"),
    unplugged: false,
  };
  private readonly listeners = new Set<() => void>();
  private connection: RTCPeerConnection | null = null;
  private stream: MediaStream | null = null;
  private readonly players = [new Audio(), new Audio()];
  private context: AudioContext | null = null;
  private ownMeter: AnalyserNode | null = null;
  private otherMeter: AnalyserNode | null = null;
  private open = false;
  private attempts = 0;
  private wanted = false;

  constructor(private readonly offer: Offer) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SoundSnapshot => this.snapshotNow;

  /** Asks for the microphone and connects; call again after a failure. */
  async start(): Promise<void> {
    this.wanted = true;
    if (this.snapshotNow.state === "asking" || this.snapshotNow.state === "connecting") return;
    if (!window.isSecureContext || !navigator.mediaDevices) {
      this.set({ state: "insecure" });
      return;
    }
    this.set({ state: "asking" });
    try {
      this.stream ??= await this.openMicrophone(this.snapshotNow.microphone);
    } catch (error) {
      this.set({ state: soundProblem(error) });
      return;
    }
    navigator.mediaDevices.ondevicechange = () => void this.devicesChanged();
    await this.listDevices();
    await this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.connection?.close();
    this.connection = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.set({ state: "off" });
  }

  /** Whether the microphone is let through: never outside a call or a check, never when muted. */
  letThrough(open: boolean): void {
    this.open = open;
    this.stream?.getAudioTracks().forEach((track) => (track.enabled = open));
  }

  /** The server was restarted, or the desk signed in anew: a new connection for the same sound. */
  async reconnect(): Promise<void> {
    if (this.wanted && this.stream) await this.connect();
  }

  async chooseMicrophone(id: string): Promise<void> {
    localStorage.setItem(MICROPHONE, id);
    const fresh = await this.openMicrophone(id);
    const track = fresh.getAudioTracks()[0];
    await this.connection?.getSenders()[0]?.replaceTrack(track ?? null);
    this.stream?.getTracks().forEach((old) => old.stop());
    this.stream = fresh;
    this.letThrough(this.open);
    this.watch(fresh);
    this.set({ microphone: id, unplugged: false });
  }

  async chooseOutput(id: string): Promise<void> {
    localStorage.setItem(OUTPUT, id);
    this.set({ output: id });
    for (const player of this.players) if ("setSinkId" in player) await player.setSinkId(id).catch(() => undefined);
  }

  setVolume(volume: number): void {
    localStorage.setItem(VOLUME, String(volume));
    this.players.forEach((player) => (player.volume = volume));
    this.set({ volume });
  }

  levels(): Levels {
    return { own: loudness(this.ownMeter), other: loudness(this.otherMeter) };
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

  private async openMicrophone(id: string): Promise<MediaStream> {
    const audio: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    if (id) {
      try {
        return await navigator.mediaDevices.getUserMedia({ audio: { ...audio, deviceId: { exact: id } } });
      } catch (error) {
        if ((error as DOMException).name !== "OverconstrainedError") throw error;
      }
    }
    return navigator.mediaDevices.getUserMedia({ audio });
  }

  private async connect(): Promise<void> {
    const stream = this.stream;
    if (!stream) return;
    this.connection?.close();
    this.set({ state: "connecting" });
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
    this.connection = connection;
    const track = stream.getAudioTracks()[0];
    if (track) connection.addTransceiver(track, { direction: "sendrecv", streams: [stream] });
    connection.addTransceiver("audio", { direction: "recvonly" });
    this.letThrough(this.open);
    this.watch(stream);
    connection.ontrack = (event) => this.play(connection, event);
    connection.onconnectionstatechange = () => this.stateChanged(connection);
    const timeout = window.setTimeout(() => {
      if (this.connection === connection && connection.connectionState !== "connected") this.again(connection);
    }, GIVE_UP_MS);
    try {
      await connection.setLocalDescription();
      await gathered(connection);
      const ack = await this.offer(connection.localDescription?.sdp ?? "");
      if (!ack.ok || !ack.sdp || this.connection !== connection) throw new Error(ack.problem?.code ?? "replaced");
      await connection.setRemoteDescription({ type: "answer", sdp: ack.sdp });
    } catch {
      window.clearTimeout(timeout);
      this.again(connection);
    }
  }

  private stateChanged(connection: RTCPeerConnection): void {
    if (this.connection !== connection) return;
    if (connection.connectionState === "connected") {
      this.attempts = 0;
      this.set({ state: "connected" });
    } else if (connection.connectionState === "failed" || connection.connectionState === "disconnected") {
      this.again(connection);
    }
  }

  private again(connection: RTCPeerConnection): void {
    if (this.connection !== connection || !this.wanted) return;
    this.connection = null;
    connection.close();
    this.set({ state: "lost" });
    this.attempts += 1;
    window.setTimeout(() => void this.reconnect(), Math.min(8000, 500 * 2 ** this.attempts));
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
    player.play().catch(() => document.addEventListener("click", () => void player.play(), { once: true }));
    if (number === 0) this.otherMeter = this.meter(stream);
  }

  private watch(stream: MediaStream): void {
    this.ownMeter = this.meter(stream);
    const track = stream.getAudioTracks()[0];
    if (track) track.onended = () => void this.unplugged();
  }

  private async unplugged(): Promise<void> {
    this.set({ unplugged: true });
    this.stream = null;
    try {
      await this.chooseMicrophone("");
      this.set({ unplugged: true });
    } catch (error) {
      this.set({ state: soundProblem(error) });
    }
  }

  private async devicesChanged(): Promise<void> {
    await this.listDevices();
    const preferred = localStorage.getItem(MICROPHONE) ?? "";
    const back = this.snapshotNow.microphones.some((device) => device.id === preferred);
    if (this.snapshotNow.unplugged && preferred && back) await this.chooseMicrophone(preferred);
  }

  private async listDevices(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (kind: string): Device[] =>
      all.filter((one) => one.kind === kind && one.label).map((one) => ({ id: one.deviceId, label: one.label }));
    this.set({ microphones: of("audioinput"), outputs: of("audiooutput") });
  }

  private meter(stream: MediaStream): AnalyserNode {
    this.context ??= new AudioContext();
    void this.context.resume();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(stream).connect(analyser);
    return analyser;
  }

  private set(change: Partial<SoundSnapshot>): void {
    this.snapshotNow = { ...this.snapshotNow, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** What a failed request for the microphone means. */
export function soundProblem(error: unknown): SoundState {
  switch ((error as DOMException).name) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    default:
      return "no_device";
  }
}

/** Host candidates come at once; a broken adapter must not hold the offer back. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, 1500);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete") {
        window.clearTimeout(timer);
        resolve();
      }
    });
  });
}

function loudness(meter: AnalyserNode | null): number {
  if (!meter) return 0;
  const samples = new Float32Array(meter.fftSize);
  meter.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-10);
  return Math.max(0, Math.min(1, (decibels + 60) / 50));
}
