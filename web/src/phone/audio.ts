/**
 * The page's two sound outputs made of code: the bell (on the loudspeaker) and the meters (heard by nobody). A browser
 * keeps them silent until somebody has clicked or typed once in the page; that is said, and undone at the first gesture.
 */

const BELL_DEVICE = "combine.bell-device";
const BELL_VOLUME = "combine.bell-volume";

type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> };

let bell: WithSink | null = null;
let meters: AudioContext | null = null;
const listeners = new Set<() => void>();
const changed = (): void => listeners.forEach((listener) => listener());

function made(context: AudioContext): AudioContext {
  context.onstatechange = changed;
  void context.resume();
  return context;
}

/** Where ring tones play. */
export function bellContext(): AudioContext {
  if (!bell) {
    bell = made(new AudioContext());
    void bell.setSinkId?.(bellDevice()).catch(() => undefined);
  }
  return bell;
}

/** Where levels are measured. */
export function meterContext(): AudioContext {
  meters ??= made(new AudioContext());
  return meters;
}

/** Opens what the browser has kept shut; called at every gesture, costs nothing when all is open. */
export function unlockSound(): void {
  for (const context of [bell, meters]) if (context?.state === "suspended") void context.resume();
}

/** Whether a ring tone would be silent for want of a gesture. */
export function isSoundLocked(): boolean {
  return bell?.state === "suspended";
}

export function onSoundLock(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function bellDevice(): string {
  return localStorage.getItem(BELL_DEVICE) ?? "";
}

export function canChooseBellDevice(): boolean {
  return typeof AudioContext !== "undefined" && "setSinkId" in AudioContext.prototype;
}

export async function chooseBellDevice(id: string): Promise<void> {
  localStorage.setItem(BELL_DEVICE, id);
  await (bellContext() as WithSink).setSinkId?.(id).catch(() => undefined);
}

/** 0 to 1. */
export function bellVolume(): number {
  return Number(localStorage.getItem(BELL_VOLUME) ?? "0.8");
}

export function setBellVolume(volume: number): void {
  localStorage.setItem(BELL_VOLUME, String(volume));
}
