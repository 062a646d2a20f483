/** In the browser's sound thread: the microphone as pieces of half a second, 16 bits, one channel. */

import { Decimator, stepFor } from "./decimator";

declare const sampleRate: number;
declare const registerProcessor: (name: string, made: new () => unknown) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

export interface Captured {
  samples: Int16Array<ArrayBuffer>;
  rate: number;
  /** The rest of what was said, after « stop ». */
  isLast: boolean;
}

class Capture extends AudioWorkletProcessor {
  private readonly rate = Math.round(sampleRate / stepFor(sampleRate) / 10) * 10;
  private readonly decimator = new Decimator(stepFor(sampleRate));
  private readonly length = Math.round(this.rate / 2);
  private piece = new Int16Array(this.length);
  private filled = 0;
  private isOver = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.isOver = true;
      this.give(this.piece.slice(0, this.filled), true);
    };
  }

  process(inputs: Float32Array[][]): boolean {
    const input = inputs[0]?.[0];
    if (this.isOver || !input) return !this.isOver;
    for (const sample of this.decimator.take(input)) {
      this.piece[this.filled] = sample;
      this.filled += 1;
      if (this.filled < this.length) continue;
      this.give(this.piece, false);
      // What was given is no longer ours: it has no length left.
      this.piece = new Int16Array(this.length);
      this.filled = 0;
    }
    return true;
  }

  private give(samples: Int16Array<ArrayBuffer>, isLast: boolean): void {
    const captured: Captured = { samples, rate: this.rate, isLast };
    this.port.postMessage(captured, [samples.buffer]);
  }
}

registerProcessor("capture", Capture);
