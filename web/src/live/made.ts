/**
 * When a juror's mark was made, on this device's clock and on the server's as it was last measured: it may wait here
 * while the network is cut, and arrive after another that was made later. Pure.
 */

import type { Message } from "./waiting";

const MARKING = new Set(["mark.place", "mark.remove", "verdict.set", "appreciation.set", "finding.reject"]);

export function isMarking(type: string): boolean {
  return MARKING.has(type);
}

export class MadeTimes {
  private lastMs = -Infinity;

  /** The message with both times. One that has them already, brought again by a later page, keeps them. */
  on<Told extends Message>(message: Told, serverMs: number, deviceMs: number): Told {
    return isMarking(message.type) && !message.made_at ? { ...message, ...this.now(serverMs, deviceMs) } : message;
  }

  /** Both times of what is made now. */
  now(serverMs: number, deviceMs: number): { made_at: string; device_at: string } {
    // A new measure of the server's clock may step back: what is made later must still be told as later.
    this.lastMs = Math.max(serverMs, this.lastMs + 1);
    return { made_at: iso(this.lastMs), device_at: iso(deviceMs) };
  }
}

/** How many of these marks wait, and since when the oldest does, on this device's clock. */
export function waitingMarking(pending: Message[]): { count: number; since: string | null } {
  const marks = pending.filter((one) => isMarking(one.type));
  return { count: marks.length, since: (marks[0]?.device_at as string | undefined) ?? null };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
