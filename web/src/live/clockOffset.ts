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
    const isOld = receivedMs - this.best.atMs > BEST_IS_KEPT_FOR_MS;
    if (!isOld && roundTripMs > this.best.roundTripMs * TOLERANCE + SLACK_MS) return;
    if (isOld || roundTripMs < this.best.roundTripMs) this.best = { roundTripMs, atMs: receivedMs };
    this.offsetMs = Date.parse(serverNow) + roundTripMs / 2 - dateMs;
  }

  /** Another connection, perhaps another server: measure anew. */
  forget(): void {
    this.best = { roundTripMs: Infinity, atMs: -Infinity };
  }
}
