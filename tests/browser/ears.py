"""Microphones fed from files, and what each desk really hears: the sound that its browser plays, as samples."""

import base64
from pathlib import Path

import numpy as np
from playwright.async_api import Page

import audio_fixtures
from audio_fixtures import decode_to_wav, read_samples
from tests.browser.demo_house import ALLOWED
from tests.sound import RATE, Samples, find

PIECE = int(2.5 * RATE)

VOICES = Path(audio_fixtures.__file__).parent / "voices"

HEARD = 0.33
"""A voice through Opus, a jitter buffer and noise suppression still correlates with its file, 0.4 to 0.9."""
STRANGE = 0.27
"""Each of the voices against each other one stays under 0.22."""

LISTEN = """
async (seconds) => {
  const context = new AudioContext({ sampleRate: 48000 });
  const tracks = window.receivedTracks.filter((track) => track.readyState === "live");
  const listener = context.createScriptProcessor(4096, 1, 1);
  const pieces = [];
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(listener);
  const wanted = seconds * 48000;
  await new Promise((done) => {
    let count = 0;
    listener.onaudioprocess = (event) => {
      const piece = event.inputBuffer.getChannelData(0);
      pieces.push(Int16Array.from(piece, (value) => Math.max(-1, Math.min(1, value)) * 32767));
      count += piece.length;
      if (count >= wanted) done();
    };
    listener.connect(context.destination);
  });
  await context.close();
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
"""


class Microphone:
    """A voice of `audio_fixtures`, spoken again and again into one browser's microphone."""

    def __init__(self, voice: str, folder: Path) -> None:
        self._path = folder / f"{voice}.wav"
        decode_to_wav(VOICES / f"{voice}.opus", self._path)
        self.samples: Samples = read_samples(VOICES / f"{voice}.opus")

    @property
    def flags(self) -> tuple[str, str]:
        """For `a_browser`."""
        return ALLOWED, f"--use-file-for-fake-audio-capture={self._path}"

    def found_in(self, heard: Samples) -> float:
        """How surely `heard` (mono, 48 kHz) holds this voice, 0…1, wherever in its loop it began.

        In pieces: a jitter buffer stretches time, and what is found in one piece is out of step in the next.
        """
        loop = np.concatenate([self.samples, self.samples])
        starts = range(0, max(1, len(heard) - PIECE), PIECE // 2)
        return max(find(heard[at : at + PIECE], loop).score for at in starts)


async def heard_by(page: Page, seconds: float) -> Samples:
    """What this desk hears from now on: mono, 48 kHz."""
    text = await page.evaluate(LISTEN, seconds)
    return np.frombuffer(base64.b64decode(text), dtype="<i2").astype(np.float32) / 32768
