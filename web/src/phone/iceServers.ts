/** The STUN and TURN servers that the installation gives to this desk; most installations have none. */

import { call } from "../api/call";
import type { IceServersView } from "../api/schema";

/** Asked before each connection: credentials run out. */
export type IceServers = () => Promise<RTCIceServer[]>;

const WAIT_MS = 3000;

/** A server that does not answer in time leaves the last known ones: the offer itself must not wait. */
export function iceServersFrom(path: string): IceServers {
  let known: RTCIceServer[] = [];
  return async () => {
    const asked = call<IceServersView>("GET", path).then((answer) => {
      if (answer.ok)
        known = answer.data.servers.map(({ urls, username, credential }) =>
          credential ? { urls, username, credential } : { urls },
        );
    });
    await Promise.race([asked, new Promise((resolve) => window.setTimeout(resolve, WAIT_MS))]);
    return known;
  };
}

export function hasRelay(servers: RTCIceServer[]): boolean {
  return servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith("turn")));
}
