/** Waiting for ICE candidates: our offer carries them all, nothing is sent after it. */

/** Host candidates come at once; a broken adapter must not hold the offer back. */
const HOST_MS = 1500;
/** A relay over TCP or TLS takes several round trips; without it a filtered network would have no way at all. */
const RELAY_MS = 5000;
/** After the first relay, for another that is nearly there. */
const SETTLE_MS = 150;

export function gathered(connection: RTCPeerConnection, wantsRelay: boolean): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(timer);
      resolve();
    };
    let timer = window.setTimeout(done, wantsRelay ? RELAY_MS : HOST_MS);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete") done();
    });
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (!wantsRelay || candidate?.type !== "relay") return;
      window.clearTimeout(timer);
      timer = window.setTimeout(done, SETTLE_MS);
    });
  });
}
