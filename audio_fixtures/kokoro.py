"""Kokoro-82M: phonemes in, 24 kHz speech out (inputs `tokens`, `style`, `speed`, as its ONNX export names them)."""

import logging
from pathlib import Path

import numpy as np
import onnxruntime
from phonemizer.backend import EspeakBackend

from audio_fixtures import assets
from audio_fixtures.casting import VOICES, Voice
from audio_fixtures.french_numbers import spell_out
from audio_fixtures.sound import RATE, Samples, resample, trim

MODEL_RATE = 24000
SEED = 20261124
"""The model adds noise to its excitation: seeded, so that the same text gives the same file."""

_TYPOGRAPHY = str.maketrans({"«": "“", "»": "”", "’": "'", "–": "—", "\u00a0": " ", "\u202f": " "})


class Kokoro:
    """One session of the model: make a new one for each file, so that a file does not depend on those before it."""

    engine = "kokoro-82m-int8"

    def __init__(self) -> None:
        onnxruntime.set_seed(SEED)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        options.log_severity_level = 3
        model: Path = assets.kokoro_model()
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._symbols = assets.kokoro_symbols()
        self._styles = assets.kokoro_styles({name for voice in VOICES.values() for name, _ in voice.blend})
        quiet = logging.getLogger("audio_fixtures.phonemizer")
        quiet.setLevel(logging.ERROR)
        self._phonemizer = EspeakBackend(
            "fr-fr", preserve_punctuation=True, with_stress=True, language_switch="remove-flags", logger=quiet
        )

    def say(self, phrase: str, voice: Voice, speed: float, pitch: float) -> Samples:
        """One phrase at 48 kHz, silence trimmed; the pitch moves by reading the samples faster, pace made up for."""
        moved = voice.pitch * pitch
        tokens = self._tokens(phrase)
        style = sum(share * self._styles[name][min(len(tokens), 509)] for name, share in voice.blend)
        (audio,) = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": np.asarray(style, np.float32).reshape(1, 256),
                "speed": np.array([speed / moved], np.float32),
            },
        )
        spoken = trim(np.asarray(audio, np.float32).reshape(-1), MODEL_RATE)
        return resample(spoken, MODEL_RATE * moved, RATE)

    def _tokens(self, phrase: str) -> list[int]:
        text = spell_out(phrase).translate(_TYPOGRAPHY)
        (phonemes,) = self._phonemizer.phonemize([text], strip=True)
        return [self._symbols[symbol] for symbol in phonemes if symbol in self._symbols][:508]
