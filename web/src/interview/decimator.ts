/** Fewer samples a second, without what could not be told apart any more: a low-pass filter, then every nth. Pure. */

const TAPS_PER_STEP = 16;

/** The whole divisor that brings a microphone's rate as near to 16 kHz as it goes without falling below. */
export function stepFor(rate: number): number {
  return Math.max(1, Math.floor(rate / 16_000));
}

export class Decimator {
  private readonly taps: Float32Array;
  private readonly line: Float32Array;
  private at = 0;
  private left = 0;

  constructor(private readonly step: number) {
    this.taps = lowPass(step);
    this.line = new Float32Array(this.taps.length);
  }

  /** Samples from -1 to 1 in, signed 16-bit ones out; goes on where the last call stopped. */
  take(input: Float32Array): Int16Array {
    const out: number[] = [];
    for (const sample of input) {
      this.line[this.at] = sample;
      this.at = (this.at + 1) % this.line.length;
      this.left += 1;
      if (this.left < this.step) continue;
      this.left = 0;
      out.push(sixteenBits(this.step === 1 ? sample : this.filtered()));
    }
    return Int16Array.from(out);
  }

  private filtered(): number {
    let sum = 0;
    for (let tap = 0; tap < this.taps.length; tap++)
      sum += (this.taps[tap] ?? 0) * (this.line[(this.at + tap) % this.line.length] ?? 0);
    return sum;
  }
}

function sixteenBits(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
}

/** A windowed sinc that lets through what the lower rate can carry; its sum is 1. */
function lowPass(step: number): Float32Array {
  const length = TAPS_PER_STEP * step + 1;
  const middle = (length - 1) / 2;
  const cut = 0.45 / step;
  const taps = Array.from({ length }, (_, place) => {
    const x = place - middle;
    const sinc = x === 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * x) / (Math.PI * x);
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * place) / (length - 1)));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float32Array.from(taps, (tap) => tap / sum);
}
