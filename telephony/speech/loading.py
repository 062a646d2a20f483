"""`python -m telephony.speech.loading KIND MODEL`: ends well where the engine takes the model. No network."""

import sys
from pathlib import Path

from .vosk import VoskEngine
from .whisper import WhisperRecognizer


def main(kind: str, model: Path) -> None:
    """An engine in C++ may end the whole process over a bad file: hence one of its own."""
    if kind == "whisper":
        WhisperRecognizer(model, threads=1)
    else:
        VoskEngine(model).captioner()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
