/** One recording sounds at a time: two over one another would be heard as one conversation that never was. */

let sounding: HTMLMediaElement | null = null;

/** Said by whichever begins: the one before stops where it is. */
export function silenceOthers(begins: HTMLMediaElement): void {
  if (sounding !== begins) sounding?.pause();
  sounding = begins;
}
