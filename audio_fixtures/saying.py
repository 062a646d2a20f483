"""`python -m audio_fixtures.saying`: a script as JSON on the standard input, a WAV file out.

`{"lines": [{"speaker", "text"}], "mood", "voice", "gender"}`: what a recorded sequence of a pack says. It is how the
studio of the simulator voices a sequence, where `make fixtures` has been run.
"""

import io
import json
import os
import sys
import wave
from typing import Any

import numpy as np

from audio_fixtures.casting import voices_to_try
from audio_fixtures.moods import MOODS
from audio_fixtures.rendering import Speaker, render
from audio_fixtures.script import Script, SpokenLine
from audio_fixtures.sound import RATE, Samples

NICENESS = 15


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from audio_fixtures.kokoro import Kokoro

    sys.stdout.buffer.write(as_wav(said(json.loads(sys.stdin.buffer.read()), Kokoro())))


def said(asked: dict[str, Any], speaker: Speaker) -> Samples:
    """An unknown mood is calm; an unknown voice, the first of the customer's gender."""
    lines = tuple(SpokenLine(one["speaker"], one["text"]) for one in asked["lines"])
    mood = asked["mood"] if asked["mood"] in MOODS else "calm"
    script = Script("", "", mood, asked["voice"] or None, asked["gender"], lines)
    return render(script, voices_to_try(script.gender, script.voice, 0)[0], speaker)


def as_wav(samples: Samples) -> bytes:
    """48 kHz, 16 bits, one channel."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return made.getvalue()


if __name__ == "__main__":
    main()
