/** One voice at this computer's microphone, from `open` to `stop`: what the browser records, as a file to be sent. */

import { StreamLevel } from "../phone/levels";

export type MicrophoneTrouble = "refused" | "none" | "failed";

/** The microphone does not open. */
export class NoMicrophone extends Error {
  constructor(readonly trouble: MicrophoneTrouble) {
    super(trouble);
  }
}

export class VoiceRecorder {
  private readonly pieces: Blob[] = [];
  private readonly meter: StreamLevel;
  private readonly began = performance.now();

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
  ) {
    this.meter = new StreamLevel(stream);
    recorder.ondataavailable = ({ data }) => this.pieces.push(data);
    recorder.start(1000);
  }

  /** Records from now on. Throws NoMicrophone. */
  static async open(): Promise<VoiceRecorder> {
    // Absent on a page that is not secure, whatever the types say.
    if (!("mediaDevices" in navigator) || !("MediaRecorder" in window)) throw new NoMicrophone("failed");
    const stream = await opened();
    try {
      return new VoiceRecorder(stream, new MediaRecorder(stream));
    } catch {
      stop(stream);
      throw new NoMicrophone("failed");
    }
  }

  /** 0 to 1. */
  level(): number {
    return this.meter.now();
  }

  seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** The whole of it; the microphone is given back. */
  async end(): Promise<File> {
    const last = new Promise<void>((done) => {
      this.recorder.onstop = () => done();
    });
    this.recorder.stop();
    await last;
    this.close();
    return new File(this.pieces, "voix", { type: this.recorder.mimeType });
  }

  /** Nothing of it is kept. */
  close(): void {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.meter.close();
    stop(this.stream);
  }
}

function stop(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}

async function opened(): Promise<MediaStream> {
  try {
    // A voice at a desk, not a call: no echo to take out.
    const audio = { echoCancellation: false, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    throw new NoMicrophone(name === "NotAllowedError" ? "refused" : name === "NotFoundError" ? "none" : "failed");
  }
}
