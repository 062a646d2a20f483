"""The child process that writes down what is heard in a sequence: Ogg Opus in on its standard input, JSON out.

`python -m simulator.studio.hearing_worker MODELS`. The sound is one that `sound_worker.py` made.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from simulator.studio.levelling import RATE, Samples, read
from telephony.speech import WhisperRecognizer, whisper_model
from telephony.speech.whisper import RATE as HEARD_RATE

NICENESS = 15
LONGEST_SECONDS = 240.0


def main(models: Path) -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    data = sys.stdin.buffer.read()
    recognizer = WhisperRecognizer(whisper_model(models), threads=max(1, (os.cpu_count() or 2) // 2))
    words = recognizer.recognize(_as_heard(read(data, LONGEST_SECONDS)))
    print(json.dumps({"heard": "".join(one.text for one in words).strip()}))


def _as_heard(samples: Samples) -> Samples:
    frame = AudioFrame.from_ndarray(samples[None, :], format="flt", layout="mono")
    frame.sample_rate = RATE
    resampler = AudioResampler(format="flt", layout="mono", rate=HEARD_RATE)
    blocks = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([one.to_ndarray().reshape(-1).astype(np.float32) for one in blocks])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
