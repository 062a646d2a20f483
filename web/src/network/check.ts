/** Looks at a room's network: the microphone, a sound line of its own, a few transfers. All of it ends by itself. */

import { client } from "../api/client";
import type { NetworkCheckRules } from "../api/schema";
import { microphoneProblem, openMicrophone } from "../phone/devices";
import { gathered } from "../phone/gathering";
import { hasRelay } from "../phone/iceServers";
import { withRepair } from "../phone/repair";
import type { Found, Path, RelayStop } from "./verdicts";

const CONNECT_MS = 8000;
const MEASURE_MS = 2000;
const MOST_TRANSFERS = 8;
const TRANSFER_MS = 10_000;

const SHUT: Path = { isOpen: false, protocol: "", roundTripMs: null };
/** RFC 8445 has no number for it; W3C WebRTC § 4.8.2: the server could not be reached. */
const NOT_REACHED = 701;
const BYTES = "/api/staff/network-check/bytes";

/** `step` is told what is looked at now. Rejects only where the server itself does not answer. */
export async function lookAtNetwork(rules: NetworkCheckRules, step: (now: Step) => void): Promise<Found> {
  const heard = await lookAtSound(rules, step);
  step("bandwidth");
  const down = await rate(async (signal) => {
    const answer = await fetch(BYTES, { signal, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.arrayBuffer()).byteLength;
  });
  const noise = noiseOf(rules.chunk_bytes);
  const up = await rate(async (signal) => {
    const headers = { "X-Combine": "1", "Content-Type": "application/octet-stream" };
    const answer = await fetch(BYTES, { method: "POST", body: noise, signal, headers });
    if (!answer.ok) throw new Error(String(answer.status));
    return noise.byteLength;
  });
  return { ...heard, down, up };
}

/** The microphone and a line alone. */
export async function lookAtSound(
  rules: NetworkCheckRules,
  step: (now: Step) => void,
): Promise<Pick<Found, "microphone" | "direct" | "relay">> {
  const servers: RTCIceServer[] = rules.ice.servers.map(({ urls, username, credential }) =>
    credential ? { urls, username, credential } : { urls },
  );
  step("microphone");
  const { found: microphone, stream } = await lookAtMicrophone();
  step("sound");
  try {
    const direct = await connects(
      servers.filter((one) => !hasRelay([one])),
      "all",
    );
    const relay = hasRelay(servers) ? await connects(servers, "relay") : null;
    return { microphone, direct, relay };
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
  }
}

export type Step = "microphone" | "sound" | "bandwidth";

/** It stays open while the sound is looked at, as at a desk: to a page without one, Firefox hides all but one address. */
async function lookAtMicrophone(): Promise<{ found: Found["microphone"]; stream?: MediaStream }> {
  if (!window.isSecureContext) return { found: { problem: "insecure" } };
  try {
    const stream = await openMicrophone("");
    return { found: { label: stream.getAudioTracks()[0]?.label ?? "" }, stream };
  } catch (error) {
    return { found: { problem: microphoneProblem(error) } };
  }
}

/** A line as a desk makes it, which sends nothing that a microphone hears: whether it connects, over what, and how far the server is. */
async function connects(iceServers: RTCIceServer[], iceTransportPolicy: RTCIceTransportPolicy): Promise<Path> {
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" });
  const errors = new Set<number>();
  connection.addEventListener("icecandidateerror", ({ errorCode }) => errors.add(errorCode));
  const shut = (): Path => ({ ...SHUT, stop: stopOf(connection.localDescription?.sdp ?? "", errors) });
  try {
    connection.addTransceiver("audio", { direction: "sendrecv" });
    connection.addTransceiver("audio", { direction: "recvonly" });
    await connection.setLocalDescription();
    await gathered(connection, iceTransportPolicy === "relay");
    const sdp = withRepair(connection.localDescription?.sdp ?? "");
    const { data } = await client.POST("/api/staff/network-check/line", { body: { sdp } });
    if (!data) return shut();
    await connection.setRemoteDescription({ type: "answer", sdp: data.sdp });
    return (await connected(connection)) ? await pathOf(connection) : shut();
  } catch {
    return shut();
  } finally {
    connection.close();
    await client.DELETE("/api/staff/network-check/line").catch(() => undefined);
  }
}

/** Where the way through a relay ends. What the browser does not tell stays unknown. */
function stopOf(sdp: string, errors: Set<number>): RelayStop {
  if (sdp.includes(" typ relay")) return "beyond";
  if ([...errors].some((code) => code >= 300 && code < 700)) return "refused";
  return errors.has(NOT_REACHED) ? "unreachable" : "unknown";
}

function connected(connection: RTCPeerConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (connection.connectionState === "connected") resolve(true);
      if (connection.connectionState === "failed") resolve(false);
    };
    connection.addEventListener("connectionstatechange", look);
    window.setTimeout(() => resolve(false), CONNECT_MS);
    look();
  });
}

async function pathOf(connection: RTCPeerConnection): Promise<Path> {
  const report = await connection.getStats();
  const entries = [...(report as unknown as Map<string, Record<string, unknown>>).values()];
  const pair = entries.find((one) => one.type === "candidate-pair" && one.nominated === true);
  const local = entries.find((one) => one.id === pair?.localCandidateId);
  const seconds = pair?.currentRoundTripTime;
  return {
    isOpen: true,
    // To a relay it is how the relay is reached that counts.
    protocol: [local?.relayProtocol, local?.protocol].find((one) => typeof one === "string") ?? "",
    roundTripMs: typeof seconds === "number" ? 1000 * seconds : null,
  };
}

/** Mbit/s over the transfers that fit into the measure's time; the first one warms the connection up. */
async function rate(transfer: (signal: AbortSignal) => Promise<number>): Promise<number | null> {
  try {
    const signal = (): AbortSignal => AbortSignal.timeout(TRANSFER_MS);
    const begun = performance.now();
    let bytes = await transfer(signal());
    let milliseconds = performance.now() - begun;
    const warm = performance.now();
    for (let one = 1; one < MOST_TRANSFERS && milliseconds < MEASURE_MS; one += 1) {
      if (one === 1) bytes = 0;
      bytes += await transfer(signal());
      milliseconds = performance.now() - warm;
    }
    return (8 * bytes) / 1000 / Math.max(1, milliseconds);
  } catch {
    return null;
  }
}

/** Random, so that nothing on the way makes it fewer. */
function noiseOf(bytes: number): Uint8Array<ArrayBuffer> {
  const noise = new Uint8Array(bytes);
  // The browser fills 64 KiB at most in one go.
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  return noise;
}
