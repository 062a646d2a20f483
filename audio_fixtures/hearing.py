"""What a recogniser that knows nothing of the text hears: Whisper base, on the processor, without chance."""

import numpy as np
from faster_whisper import WhisperModel

from audio_fixtures import assets
from audio_fixtures.sound import RATE, Samples, resample

WHISPER_RATE = 16000


class Listener:
    """Loads the model once; each file is heard on its own."""

    def __init__(self) -> None:
        self._model = WhisperModel(str(assets.whisper_model()), device="cpu", compute_type="int8", cpu_threads=2)

    def transcribe(self, samples: Samples) -> str:
        """The French words of 48 kHz speech."""
        segments, _ = self._model.transcribe(
            np.ascontiguousarray(resample(samples, RATE, WHISPER_RATE)),
            language="fr",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)
