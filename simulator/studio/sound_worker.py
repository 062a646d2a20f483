"""The child process that makes a sequence of a stranger's sound: bytes in on its standard input, Ogg Opus out.

`python -m simulator.studio.sound_worker`: a line of JSON, `{"problem": code}` (`sounds.PROBLEMS`) or `{"seconds",
"loudness"}`, then the sound. `… measure` only measures what is kept already; `… heard` gives it to a recogniser, as
float32 at 16 kHz. Memory, processor time and doors are given up before the first byte is looked at: no playlist in it
can open a file or a connection.
"""

import json
import sys

import numpy as np
from av.error import FFmpegError

from simulator.bounded import bound
from simulator.studio.levelling import HEARD_RATE, RATE, SILENT_LUFS, as_heard, encoded, levelled, loudness, read

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60

LONGEST_SECONDS, SHORTEST_SECONDS = 240.0, 1.0

FORMATS = frozenset({"wav", "ogg", "webm", "matroska", "mp3", "mp4", "m4a", "mov", "flac", "aac", "aiff"})
"""FFmpeg's names: what browsers record, and what telephones and recorders give."""


def main(*asked: str) -> None:
    data = sys.stdin.buffer.read()
    _rehearse()
    bound(MEMORY, CPU_SECONDS)
    try:
        samples = read(data, LONGEST_SECONDS, FORMATS)
    except (FFmpegError, ValueError, IndexError, MemoryError):
        _tell({"problem": "unreadable"})
        return
    if "heard" in asked:
        _tell({"rate": HEARD_RATE})
        sys.stdout.buffer.write(as_heard(samples).tobytes())
        return
    if "measure" in asked:
        _tell({"seconds": round(len(samples) / RATE, 2), "loudness": round(loudness(samples), 1)})
        return
    problem = _problem(samples)
    if problem:
        _tell({"problem": problem})
        return
    sound = encoded(levelled(samples))
    made = read(sound, LONGEST_SECONDS)
    _tell({"seconds": round(len(made) / RATE, 2), "loudness": round(loudness(made), 1)})
    sys.stdout.buffer.write(sound)


def _problem(samples: "np.typing.NDArray[np.float32]") -> str:
    if len(samples) > LONGEST_SECONDS * RATE:
        return "too_long"
    if len(samples) < SHORTEST_SECONDS * RATE:
        return "too_short"
    return "silent" if loudness(samples) < SILENT_LUFS else ""


def _rehearse() -> None:
    """All that Python and FFmpeg load late is loaded."""
    tone = (0.1 * np.sin(np.arange(RATE) / 20)).astype(np.float32)
    as_heard(read(encoded(levelled(tone)), 2.0))


def _tell(what: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
