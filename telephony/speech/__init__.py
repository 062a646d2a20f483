"""What was said: words with their seconds, from a call's stereo file, in a worker process; the engine is optional."""

from .models import MODELS, ModelMissing, describe, is_installed, whisper_model
from .transcript import SaidTurn, SaidWord, transcribe
from .whisper import Recognizer, WhisperRecognizer

__all__ = [
    "MODELS",
    "ModelMissing",
    "Recognizer",
    "SaidTurn",
    "SaidWord",
    "WhisperRecognizer",
    "describe",
    "is_installed",
    "transcribe",
    "whisper_model",
]
