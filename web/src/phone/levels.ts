/** How loud a stream is, for meters and for the headset check. */

import { meterContext } from "./audio";

const QUIETEST_DB = -60;
const LOUDEST_DB = -10;

/** Mean power of samples in ±1, in decibels below full scale; -100 for silence. */
export function decibels(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(power + 1e-10);
}

/** Decibels as the length of a meter: 0 to 1. */
export function meterLength(level: number): number {
  return Math.max(0, Math.min(1, (level - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
}

export class StreamLevel {
  private readonly analyser: AnalyserNode;
  private readonly source: MediaStreamAudioSourceNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream) {
    const context = meterContext();
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source = context.createMediaStreamSource(stream);
    this.source.connect(this.analyser);
  }

  /** 0 to 1. */
  now(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return meterLength(decibels(this.samples));
  }

  close(): void {
    this.source.disconnect();
  }
}
