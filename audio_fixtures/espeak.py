"""The floor: espeak-ng as a process, when the neural model is not to be had. Never pleasant.

Whisper base often gets more than a quarter of its words wrong (measured: 0.2 to 0.5 for its men, more for its women),
so that many of its files are refused: it shows that the program runs, and what is shipped is Kokoro's.
"""

import subprocess
import tempfile
from pathlib import Path

from audio_fixtures.casting import Voice
from audio_fixtures.french_numbers import spell_out
from audio_fixtures.sound import RATE, Samples, trim
from audio_fixtures.wav import read_samples

WORDS_PER_MINUTE = 165


class Espeak:
    """Debian's espeak-ng."""

    engine = "espeak-ng"

    def say(self, phrase: str, voice: Voice, speed: float, pitch: float) -> Samples:
        """One phrase at 48 kHz, silence trimmed."""
        with tempfile.TemporaryDirectory() as folder:
            wav = Path(folder) / "phrase.wav"
            pace, height = str(round(WORDS_PER_MINUTE * speed)), str(max(0, min(99, round(50 * voice.pitch * pitch))))
            command = ["espeak-ng", "-v", voice.espeak, "-s", pace, "-p", height, "-w", str(wav), "--stdin"]
            subprocess.run(command, input=spell_out(phrase).encode(), check=True, timeout=60)
            return trim(read_samples(wav, RATE), RATE)
