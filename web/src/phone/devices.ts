/** Microphones and headsets: which there are, which one this browser prefers, what a refusal means. */

export interface Device {
  id: string;
  label: string;
}

export type MicrophoneProblem = "refused" | "no_device" | "in_use";

const MICROPHONE = "combine.microphone";
const OUTPUT = "combine.output";

export const preferred = {
  microphone: (): string => localStorage.getItem(MICROPHONE) ?? "",
  output: (): string => localStorage.getItem(OUTPUT) ?? "",
  keepMicrophone: (id: string): void => localStorage.setItem(MICROPHONE, id),
  keepOutput: (id: string): void => localStorage.setItem(OUTPUT, id),
};

/** The preferred microphone if it is there, else the machine's own choice. Raises what the browser raises. */
export async function openMicrophone(id: string): Promise<MediaStream> {
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
  };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: id ? { ...audio, deviceId: { exact: id } } : audio });
  } catch (error) {
    if (!id || !["OverconstrainedError", "NotFoundError"].includes(nameOf(error))) throw error;
    stream = await navigator.mediaDevices.getUserMedia({ audio });
  }
  // Opus then spends its bits on a voice.
  for (const track of stream.getAudioTracks()) track.contentHint = "speech";
  return stream;
}

/** Devices whose name the browser tells: without permission there is none, and nothing is chosen anew. */
export async function listDevices(): Promise<{ microphones: Device[]; outputs: Device[] }> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): Device[] =>
    all
      .filter(
        (one) => one.kind === kind && one.label && one.deviceId !== "default" && one.deviceId !== "communications",
      )
      .map((one) => ({ id: one.deviceId, label: one.label }));
  return { microphones: of("audioinput"), outputs: of("audiooutput") };
}

/** What a failed request for the microphone means. */
export function microphoneProblem(error: unknown): MicrophoneProblem {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    default:
      return "no_device";
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}
