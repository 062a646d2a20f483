/** Ring tone, ring-back and message sound, made on the spot: nothing to load, nothing to license. */

let context: AudioContext | null = null;

function tone(pitches: number[], start: number, seconds: number, volume: number): void {
  if (!context) return;
  const gain = context.createGain();
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.03);
  gain.gain.setValueAtTime(volume, start + seconds - 0.05);
  gain.gain.linearRampToValueAtTime(0, start + seconds);
  for (const pitch of pitches) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = pitch;
    oscillator.connect(gain);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

function repeat(every: number, play: (start: number) => void): () => void {
  context ??= new AudioContext();
  const running = context;
  void running.resume();
  const once = (): void => play(running.currentTime + 0.02);
  once();
  const timer = window.setInterval(once, every * 1000);
  return () => window.clearInterval(timer);
}

/** Returns how to stop it. */
export function ring(): () => void {
  return repeat(2.4, (start) => {
    for (let i = 0; i < 3; i += 1) tone([660, 880], start + i * 0.28, 0.2, 0.12);
  });
}

/** What a caller hears while it rings: 440 Hz, 1.5 s on, 3.5 s off, as in France. */
export function ringBack(): () => void {
  return repeat(5, (start) => tone([440], start, 1.5, 0.06));
}

export function messageSound(): void {
  context ??= new AudioContext();
  void context.resume();
  tone([880], context.currentTime + 0.01, 0.09, 0.06);
  tone([1175], context.currentTime + 0.11, 0.12, 0.06);
}
