/** Ring tone, ring-back and message sound, made on the spot: nothing to load, nothing to license. */

import { bellContext, bellVolume } from "./audio";

function tone(pitches: number[], start: number, seconds: number, volume: number): void {
  const context = bellContext();
  const gain = context.createGain();
  const loudest = volume * bellVolume();
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudest, start + 0.03);
  gain.gain.setValueAtTime(loudest, start + seconds - 0.05);
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
  const context = bellContext();
  void context.resume();
  const once = (): void => {
    // What is planned while the browser keeps the bell silent would all sound at once at the first gesture.
    if (context.state === "running") play(context.currentTime + 0.02);
  };
  once();
  const timer = window.setInterval(once, every * 1000);
  return () => window.clearInterval(timer);
}

/** Returns how to stop it. */
export function ring(): () => void {
  return repeat(2.4, (start) => {
    for (let i = 0; i < 3; i += 1) tone([660, 880], start + i * 0.28, 0.2, 0.15);
  });
}

/** What a caller hears while it rings: 440 Hz, 1.5 s on, 3.5 s off, as in France. */
export function ringBack(): () => void {
  return repeat(5, (start) => tone([440], start, 1.5, 0.07));
}

export function messageSound(): void {
  const context = bellContext();
  if (context.state !== "running") return;
  tone([880], context.currentTime + 0.01, 0.09, 0.08);
  tone([1175], context.currentTime + 0.11, 0.12, 0.08);
}
