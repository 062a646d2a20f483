"""The child process that writes down what is heard in a sequence: its samples on the standard input, JSON out.

`python -m simulator.studio.hearing_worker MODELS`. The samples are those of `sound_worker.py heard`: no
stranger's bytes.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from telephony.speech import WhisperRecognizer, whisper_model

NICENESS = 15


def main(models: Path) -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    samples = np.frombuffer(sys.stdin.buffer.read(), np.float32)
    recognizer = WhisperRecognizer(whisper_model(models), threads=max(1, (os.cpu_count() or 2) // 2))
    words = recognizer.recognize(samples)
    print(json.dumps({"heard": "".join(one.text for one in words).strip()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
