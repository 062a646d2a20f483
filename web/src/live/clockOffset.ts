/** How far this machine's clock is from the server's, measured by pings. The quickest answers tell it best. Pure. */

/** A round trip this much longer than the best one says little about the offset. */
const TOLERANCE = 1.5;
const SLACK_MS = 5;
/** A machine that slept, or whose clock was set, must not be bound for ever by one lucky measure. */
const BEST_IS_KEPT_FOR_MS = 60_000;

export class ClockOffset {
  /** Milliseconds to add to this machine's clock to get the server's. */
  offsetMs = 0;
  private best = { roundTripMs: Infinity, atMs: -Infinity };

  /** `sentMs`, `receivedMs`: steady clock; `dateMs`: this machine's date at reception; `serverNow`: ISO date. */
  heard(sentMs: number, receivedMs: number, dateMs: number, serverNow: string): void {
    const roundTripMs = receivedMs - sentMs;
    const foundMs = Date.parse(serverNow) + roundTripMs / 2 - dateMs;
    // Each measure is right to half its round trip. Two that are further apart: a clock was set in between.
    const wasSet = Math.abs(foundMs - this.offsetMs) > (roundTripMs + this.best.roundTripMs) / 2 + SLACK_MS;
    if (wasSet) this.forget();
    const isOld = receivedMs - this.best.atMs > BEST_IS_KEPT_FOR_MS;
    if (!isOld && roundTripMs > this.best.roundTripMs * TOLERANCE + SLACK_MS) return;
    if (isOld || roundTripMs < this.best.roundTripMs) this.best = { roundTripMs, atMs: receivedMs };
    this.offsetMs = foundMs;
  }

  /** Another connection, perhaps another server: measure anew. */
  forget(): void {
    this.best = { roundTripMs: Infinity, atMs: -Infinity };
  }
}
