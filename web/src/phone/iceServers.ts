/** The STUN and TURN servers that the installation gives to this desk; most installations have none. */

import type { IceServersView } from "../api/schema";

/** Asked before each connection: credentials run out. */
export type IceServers = () => Promise<RTCIceServer[]>;

const WAIT_MS = 3000;

/** `ask`: the desk's own question. A server that does not answer in time leaves the last known ones: the offer must not wait. */
export function iceServersFrom(ask: () => Promise<{ data?: IceServersView }>): IceServers {
  let known: RTCIceServer[] = [];
  const refresh = async (): Promise<void> => {
    const { data } = await ask().catch(() => ({ data: undefined }));
    if (data)
      known = data.servers.map(({ urls, username, credential }) =>
        credential ? { urls, username, credential } : { urls },
      );
  };
  return async () => {
    await Promise.race([refresh(), new Promise((resolve) => window.setTimeout(resolve, WAIT_MS))]);
    return known;
  };
}

export function hasRelay(servers: RTCIceServer[]): boolean {
  return servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith("turn")));
}
