from .live import Caption, FellBehind, Heard, LiveEar, News
from .models import MODELS, ModelMissing, chosen_whisper, is_installed, vosk_model, whisper_model
from .transcript import SaidTurn, SaidWord, transcribe
from .vosk import Captioner, VoskEngine
from .whisper import Recognizer, WhisperRecognizer

__all__ = [
    "MODELS",
    "Caption",
    "Captioner",
    "FellBehind",
    "Heard",
    "LiveEar",
    "ModelMissing",
    "News",
    "Recognizer",
    "SaidTurn",
    "SaidWord",
    "VoskEngine",
    "WhisperRecognizer",
    "chosen_whisper",
    "is_installed",
    "transcribe",
    "vosk_model",
    "whisper_model",
]
