/** The room's microphone, recorded for one part of a reaction. `begin`, then `end` once the candidate has answered. */

import type { Captured } from "./capture";
import captureUrl from "./capture.ts?worker&url";
import type { PieceQueue } from "./pieces";

export type MicrophoneTrouble = "refused" | "none" | "unsupported" | "failed";

/** The microphone does not open: the interview goes on without. */
export class NoMicrophone extends Error {
  constructor(readonly trouble: MicrophoneTrouble) {
    super(trouble);
  }
}

interface Level {
  /** From 0 to 1: the loudest of the last half second. */
  level: number;
  seconds: number;
}

export class RoomRecorder {
  private state: Level = { level: 0, seconds: 0 };
  private readonly listeners = new Set<() => void>();
  private over: (() => void) | null = null;

  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
  ) {}

  /** Opens the microphone and asks nothing of the server yet. Throws NoMicrophone. */
  static async open(): Promise<RoomRecorder> {
    // Absent on a page that is not secure, whatever the types say.
    if (!("mediaDevices" in navigator) || !("AudioWorkletNode" in window)) throw new NoMicrophone("unsupported");
    const stream = await opened();
    try {
      const context = new AudioContext();
      await context.resume();
      await context.audioWorklet.addModule(captureUrl);
      return new RoomRecorder(stream, context, new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 }));
    } catch {
      stream.getTracks().forEach((track) => track.stop());
      throw new NoMicrophone("failed");
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Level => this.state;

  /** From now on every half second goes into the queue. `number`: of the first piece. */
  begin(queue: PieceQueue, reaction: string, part: number, number: number): void {
    let next = number;
    this.node.port.onmessage = ({ data }: MessageEvent<Captured>) => {
      if (data.samples.length > 0) {
        queue.add({ reaction, number: next, part, rate: data.rate, samples: data.samples.buffer });
        next += 1;
        this.heard(data);
      }
      if (data.isLast) this.over?.();
    };
    this.context.createMediaStreamSource(this.stream).connect(this.node);
  }

  /** Stops, once the last words are in the queue. */
  async end(): Promise<void> {
    const last = new Promise<void>((done) => {
      this.over = done;
      setTimeout(done, 1000);
    });
    this.node.port.postMessage("stop");
    await last;
    this.close();
  }

  close(): void {
    this.stream.getTracks().forEach((track) => track.stop());
    if (this.context.state !== "closed") void this.context.close();
  }

  private heard({ samples, rate }: Captured): void {
    const loudest = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 32768;
    this.state = { level: loudest, seconds: this.state.seconds + samples.length / rate };
    this.listeners.forEach((listener) => listener());
  }
}

async function opened(): Promise<MediaStream> {
  try {
    // A room, not a headset: what is said stays as it is; only its loudness is looked after.
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: true, channelCount: 1 };
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    throw new NoMicrophone(name === "NotAllowedError" ? "refused" : name === "NotFoundError" ? "none" : "failed");
  }
}
