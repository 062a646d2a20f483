"""Vosk: words while they are being spoken, corrected until the speaker pauses. For captions; Whisper hears better."""

import json
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from .whisper import RATE, Samples


class Captioner(Protocol):
    """One side's sound in, its words as far as they are known out. Quick: a fraction of the sound's own length."""

    def feed(self, samples: Samples) -> tuple[str, bool] | None:
        """`(text, is_final)` when there is something new to show."""
        ...

    def end(self) -> str:
        """What was being said when the call ended."""
        ...


class VoskEngine:
    """A model, loaded once (some 300 MB of memory for a small one), and captioners that share it."""

    def __init__(self, model: Path) -> None:
        # Imported here: the engine is an option.
        import vosk  # pyright: ignore[reportMissingTypeStubs]

        library: Any = vosk
        library.SetLogLevel(-1)
        self._library = library
        self._model: Any = library.Model(str(model))

    def captioner(self) -> "VoskCaptioner":
        return VoskCaptioner(self._library.KaldiRecognizer(self._model, RATE))


class VoskCaptioner:
    """One side of one call."""

    def __init__(self, recognizer: Any) -> None:
        self._recognizer = recognizer
        self._shown = ""

    def feed(self, samples: Samples) -> tuple[str, bool] | None:
        data = (np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes()
        if self._recognizer.AcceptWaveform(data):
            text = str(json.loads(self._recognizer.Result()).get("text", ""))
            self._shown = ""
            return (text, True) if text else None
        text = str(json.loads(self._recognizer.PartialResult()).get("partial", ""))
        if not text or text == self._shown:
            return None
        self._shown = text
        return text, False

    def end(self) -> str:
        self._shown = ""
        return str(json.loads(self._recognizer.FinalResult()).get("text", ""))
