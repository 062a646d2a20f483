"""`python -m audio_fixtures.fragments`: the fragments of speech that the self-test of a telephone is made of.

One Ogg Opus with all of them, silence between, and a list of which of its packets each is: they are sent as they are.
What is said when is decided in simulator/phones/spoken_report.py.
"""

import json
from pathlib import Path

import numpy as np
import yaml

from audio_fixtures.casting import VOICES
from audio_fixtures.opus import FRAME, write_opus
from audio_fixtures.rendering import Speaker
from audio_fixtures.sound import Samples, silence

PLACE = Path(__file__).parents[1] / "simulator" / "phones" / "spoken"
VOICE = "claire"
BETWEEN_SECONDS = 0.1
AROUND = 2
"""Packets of that silence on each side that belong to a fragment: the coder is behind by less than one."""
LOUDNESS = 0.1
"""Root mean square of each fragment, of full scale: a word is too short for loudness as programmes measure it."""
CEILING = 0.8
NUMBERS = (*range(100), *range(100, 1000, 100))


def texts() -> dict[str, str]:
    """What is spoken, by name."""
    said: dict[str, str] = yaml.safe_load((PLACE / "fragments.yaml").read_text(encoding="utf-8"))
    return said | {str(number): str(number) for number in NUMBERS}


def make(speaker: Speaker) -> None:
    """Writes both files anew."""
    between = silence(BETWEEN_SECONDS)
    parts: list[Samples] = [between]
    found: dict[str, list[int]] = {}
    at = len(between) // FRAME
    for name, text in texts().items():
        spoken = _even(speaker.say(text, VOICES[VOICE], 1.0, 1.0))
        spoken = np.pad(spoken, (0, -len(spoken) % FRAME))
        packets = len(spoken) // FRAME
        found[name] = [at - AROUND, packets + 2 * AROUND]
        parts += [spoken, between]
        at += packets + len(between) // FRAME
    write_opus(PLACE / "fragments.opus", np.concatenate(parts))
    lines = ",\n".join(f'  "{name}": {json.dumps(span)}' for name, span in found.items())
    (PLACE / "fragments.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _even(spoken: Samples) -> Samples:
    gain = LOUDNESS / max(float(np.sqrt(np.mean(np.square(spoken)))), 1e-4)
    return (spoken * min(gain, CEILING / max(float(np.abs(spoken).max()), 1e-4))).astype(np.float32)


if __name__ == "__main__":
    from audio_fixtures.__main__ import chosen_speaker

    make(chosen_speaker()())
