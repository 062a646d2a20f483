"""Whisper through faster-whisper: French words with their times, from one side's sound."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Samples a second that recognisers take."""

Samples = npt.NDArray[np.float32]
"""Mono, −1 to 1."""

MOST_HINTS = 60
"""Words of vocabulary beyond which hints push out what was really said."""

_UNLIKELY = -1.0
"""Mean log-probability below which what was heard in near silence is an invention."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """Seconds of the samples; `text` begins with a space unless it is glued to the word before."""

    start: float
    end: float
    text: str


class Recognizer(Protocol):
    """Sound in, words out; slow, synchronous, for a worker process."""

    def recognize(self, samples: Samples, hints: str = "") -> list[HeardWord]: ...


class WhisperRecognizer:
    """Loads the model once (250 MB of memory). `threads`: how many cores it may use."""

    def __init__(self, model: Path, threads: int = 1) -> None:
        # Imported here: the engine is an option, and heavy.
        from faster_whisper import WhisperModel  # pyright: ignore[reportMissingTypeStubs]

        self._model: Any = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=threads)

    def recognize(self, samples: Samples, hints: str = "") -> list[HeardWord]:
        """Silences are passed over. `hints`: names and words of the trade, separated by commas."""
        if len(samples) < RATE // 5:
            return []
        segments, _ = self._model.transcribe(
            np.ascontiguousarray(samples),
            language="fr",
            beam_size=3,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
            hotwords=", ".join(hints.split(", ")[:MOST_HINTS]) or None,
        )
        return [
            HeardWord(float(word.start), float(word.end), str(word.word))
            for segment in segments
            if not (segment.no_speech_prob > 0.6 and segment.avg_logprob < _UNLIKELY)
            for word in segment.words or ()
            if str(word.word).strip()
        ]
