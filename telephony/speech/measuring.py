"""`python -m telephony.speech.measuring KIND MODEL AUDIO`: what a model takes on this machine, as JSON."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from .transcript import read_channels
from .vosk import VoskEngine
from .whisper import RATE, WhisperRecognizer


def main(kind: str, model: Path, audio: Path) -> None:
    """One thread, both sides as one voice."""
    left, right = read_channels(audio)
    samples = ((left + right) / 2).astype(np.float32)
    if kind == "whisper":
        recognizer = WhisperRecognizer(model, threads=1)
        start = time.perf_counter()
        recognizer.recognize(samples)
    else:
        captioner = VoskEngine(model).captioner()
        start = time.perf_counter()
        for at in range(0, len(samples), RATE // 5):
            captioner.feed(samples[at : at + RATE // 5])
        captioner.end()
    factor = (time.perf_counter() - start) * RATE / max(1, len(samples))
    import resource  # Windows has none: there the benchmark says that it failed

    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak // 1024 if sys.platform != "darwin" else peak // 1024**2
    print(json.dumps({"factor": round(factor, 3), "megabytes": megabytes}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
