import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Ack } from "../live/socket";
import { SoundLine } from "./line";

class FakeTrack {
  enabled = true;
  stopped = false;
  contentHint = "";
  onended: (() => void) | null = null;
  constructor(readonly label: string) {}
  stop(): void {
    this.stopped = true;
  }
}

const stream = (track: FakeTrack) => ({ getTracks: () => [track], getAudioTracks: () => [track] });

class FakeConnection extends EventTarget {
  static all: FakeConnection[] = [];
  static get last(): FakeConnection {
    return FakeConnection.all.at(-1) as FakeConnection;
  }
  connectionState = "new";
  iceGatheringState = "complete";
  localDescription: { sdp: string } | null = null;
  onconnectionstatechange: (() => void) | null = null;
  directions: string[] = [];
  sent: unknown[] = [];
  constructor(readonly given: RTCConfiguration) {
    super();
    FakeConnection.all.push(this);
  }
  addTransceiver(_: unknown, { direction }: { direction: string }): void {
    this.directions.push(direction);
  }
  setLocalDescription(): Promise<void> {
    this.localDescription = { sdp: `offer ${FakeConnection.all.length}` };
    return Promise.resolve();
  }
  setRemoteDescription(): Promise<void> {
    return Promise.resolve();
  }
  getSenders() {
    return [{ replaceTrack: (track: unknown) => Promise.resolve(void this.sent.push(track)) }];
  }
  getTransceivers() {
    return [];
  }
  close(): void {
    this.connectionState = "closed";
  }
  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

const node = () => ({ connect: vi.fn(), disconnect: vi.fn(), fftSize: 1024, getFloatTimeDomainData: vi.fn() });
class FakeAudioContext {
  state = "running";
  resume = () => Promise.resolve();
  createAnalyser = node;
  createMediaStreamSource = node;
}

let plugged: string[];
let tracks: FakeTrack[];
let refusal: string | null;
let devices: {
  ondevicechange: (() => void) | null;
  getUserMedia: ReturnType<typeof vi.fn>;
  enumerateDevices: () => Promise<object[]>;
};
let offer: ReturnType<typeof vi.fn>;
let line: SoundLine;

const answered: Ack = { type: "ack", id: "1", ok: true, problem: null, sdp: "answer" };
const microphoneOf = (constraints: { audio: { deviceId?: { exact: string } } }) => constraints.audio.deviceId?.exact;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  FakeConnection.all = [];
  tracks = [];
  plugged = ["usb", "built-in"];
  refusal = null;
  devices = {
    ondevicechange: null,
    getUserMedia: vi.fn((constraints: { audio: { deviceId?: { exact: string } } }) => {
      const wished = microphoneOf(constraints);
      if (refusal) return Promise.reject(new DOMException("", refusal));
      if (plugged.length === 0) return Promise.reject(new DOMException("", "NotFoundError"));
      if (wished && !plugged.includes(wished)) return Promise.reject(new DOMException("", "OverconstrainedError"));
      const track = new FakeTrack(wished ?? (plugged[0] as string));
      tracks.push(track);
      return Promise.resolve(stream(track));
    }),
    enumerateDevices: () => Promise.resolve(plugged.map((id) => ({ kind: "audioinput", deviceId: id, label: id }))),
  };
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("AudioContext", FakeAudioContext);
  vi.stubGlobal("MediaStream", EventTarget);
  Object.defineProperty(navigator, "mediaDevices", { value: devices, configurable: true });
  offer = vi.fn(() => Promise.resolve(answered));
  line = new SoundLine(offer as (sdp: string) => Promise<Ack>);
});
afterEach(() => {
  line.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connected(): Promise<void> {
  await line.start();
  FakeConnection.last.become("connected");
}

it("offers a voice both ways and a second ear, and keeps the microphone shut", async () => {
  await connected();
  expect(FakeConnection.last.directions).toEqual(["sendrecv", "recvonly"]);
  expect(offer).toHaveBeenCalledWith("offer 1");
  expect(line.snapshot()).toMatchObject({ state: "connected", inUse: "usb" });
  expect(tracks[0]?.enabled).toBe(false);
});

it("opens the microphone in a call, and it stays so over a new connection", async () => {
  await connected();
  line.letThrough(true);
  await line.reconnect();
  expect(tracks[0]?.enabled).toBe(true);
});

it.each([
  ["NotAllowedError", "refused"],
  ["NotReadableError", "in_use"],
  ["NotFoundError", "no_device"],
])("tells %s as « %s »", async (name, state) => {
  refusal = name;
  await line.start();
  expect(line.snapshot().state).toBe(state);
});

it("says that an address is not secure before it asks for anything", async () => {
  vi.stubGlobal("isSecureContext", false);
  await line.start();
  expect(line.snapshot().state).toBe("insecure");
  expect(devices.getUserMedia).not.toHaveBeenCalled();
});

it("comes back by itself after a failed connection, slower and slower", async () => {
  await connected();
  FakeConnection.last.become("failed");
  expect(line.snapshot().state).toBe("lost");
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeConnection.all).toHaveLength(2);
  FakeConnection.last.become("failed");
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeConnection.all).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeConnection.all).toHaveLength(3);
  FakeConnection.last.become("connected");
  expect(line.snapshot().state).toBe("connected");
});

it("says « blocked » when it never connects though the server answers", async () => {
  await line.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(line.snapshot().state).toBe("lost");
  await vi.advanceTimersByTimeAsync(10_600);
  expect(line.snapshot().state).toBe("blocked");
});

it("does not blame the network for sound while the server cannot be reached at all", async () => {
  offer.mockResolvedValue({ ...answered, ok: false, sdp: null });
  await line.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(line.snapshot().state).not.toBe("blocked");
});

it("uses the preferred microphone when it is there, another one when it is not, and remembers it", async () => {
  localStorage.setItem("combine.microphone", "headset");
  line = new SoundLine(offer as (sdp: string) => Promise<Ack>);
  await connected();
  expect(line.snapshot().inUse).toBe("usb");
  expect(localStorage.getItem("combine.microphone")).toBe("headset");
});

it("goes on with another microphone when it is unplugged in a call, and returns to it when it is back", async () => {
  await connected();
  await line.chooseMicrophone("usb");
  line.letThrough(true);
  plugged = ["built-in"];
  tracks.at(-1)?.onended?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(line.snapshot()).toMatchObject({ state: "connected", unplugged: true, inUse: "built-in" });
  expect(tracks.at(-1)?.enabled).toBe(true);
  expect(FakeConnection.last.sent.at(-1)).toBe(tracks.at(-1));
  plugged = ["usb", "built-in"];
  devices.ondevicechange?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(line.snapshot()).toMatchObject({ unplugged: false, inUse: "usb" });
});

it("starts as soon as the first microphone is plugged in", async () => {
  plugged = [];
  await line.start();
  expect(line.snapshot().state).toBe("no_device");
  plugged = ["usb"];
  devices.ondevicechange?.();
  await vi.advanceTimersByTimeAsync(1);
  FakeConnection.last.become("connected");
  expect(line.snapshot().state).toBe("connected");
});

it("leaves no microphone open behind it", async () => {
  const starting = line.start();
  line.stop();
  await starting;
  expect(tracks.every((track) => track.stopped)).toBe(true);
  expect(line.snapshot().state).toBe("off");
});

const RELAY: RTCIceServer = { urls: ["turn:relais:3478?transport=udp"], username: "1:seat-1", credential: "secret" };

it("asks for fresh servers before each connection, also after a cut", async () => {
  const servers = vi.fn(() => Promise.resolve([RELAY]));
  line = new SoundLine(offer as (sdp: string) => Promise<Ack>, servers);
  await connected();
  expect(FakeConnection.last.given).toMatchObject({ iceServers: [RELAY], iceTransportPolicy: "all" });
  FakeConnection.last.become("disconnected");
  await vi.advanceTimersByTimeAsync(600);
  expect(FakeConnection.all).toHaveLength(2);
  expect(servers).toHaveBeenCalledTimes(2);
});

it("tries through the relay alone what did not connect otherwise, then all ways again", async () => {
  line = new SoundLine(offer as (sdp: string) => Promise<Ack>, () => Promise.resolve([RELAY]));
  await line.start();
  await vi.advanceTimersByTimeAsync(10_600);
  expect(FakeConnection.last.given.iceTransportPolicy).toBe("relay");
  await vi.advanceTimersByTimeAsync(11_100);
  expect(FakeConnection.all.map(({ given }) => given.iceTransportPolicy)).toEqual(["all", "relay", "all"]);
});

it("never keeps to a relay where there is none", async () => {
  await line.start();
  await vi.advanceTimersByTimeAsync(10_600);
  expect(FakeConnection.all.map(({ given }) => given.iceTransportPolicy)).toEqual(["all", "all"]);
});

it("makes one connection when a second is asked for while the servers are looked up", async () => {
  let answer: (servers: RTCIceServer[]) => void = () => undefined;
  const servers = vi.fn<() => Promise<RTCIceServer[]>>(() => Promise.resolve([]));
  line = new SoundLine(offer as (sdp: string) => Promise<Ack>, servers);
  await connected();
  servers.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  const first = line.reconnect();
  await line.reconnect();
  answer([]);
  await first;
  expect(FakeConnection.all).toHaveLength(2);
});
