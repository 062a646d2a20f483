/** What stands in the way of hearing a recording. Pure. */

export type SoundTrouble =
  /** It cannot be fetched or read. */
  | "unreadable"
  /** It plays, and this computer has nowhere to play it: no loudspeaker, no headset. */
  | "no_output";

const DECODE = 3;

/**
 * From a media element's error. Firefox reports a missing sound device as a fault in decoding, and goes on playing in
 * silence; only the error's message (its own words, in English everywhere) tells the two apart.
 */
export function soundTrouble(error: Pick<MediaError, "code" | "message"> | null): SoundTrouble {
  return error?.code === DECODE && error.message.includes("SinkAudioError") ? "no_output" : "unreadable";
}
