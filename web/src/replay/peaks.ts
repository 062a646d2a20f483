/** The drawing of a recording: the loudest of each short stretch, by side, from -1 to 1. */
export interface Peaks {
  seconds: number;
  adviser: number[];
  customer: number[];
}

/** Peaks at the address that came with the recording; null: not there, or no peaks. */
export async function readPeaks(url: string): Promise<Peaks | null> {
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const peaks: unknown = await answer.json();
  return isPeaks(peaks) ? peaks : null;
}

function isPeaks(value: unknown): value is Peaks {
  if (typeof value !== "object" || value === null) return false;
  const { seconds, adviser, customer } = value as Partial<Record<keyof Peaks, unknown>>;
  return typeof seconds === "number" && Array.isArray(adviser) && Array.isArray(customer);
}
