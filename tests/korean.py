"""A Korean sentence by espeak-ng, for the packaged Vosk model."""

import subprocess
import tempfile
from pathlib import Path

from telephony.speech.transcript import read_channels
from telephony.speech.whisper import Samples


def said(text: str) -> Samples:
    """Mono, at the recognisers' rate."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", "ko+f2", "-s", "110", "-w", str(path), text], check=True, timeout=20)
        return read_channels(path)[0]
