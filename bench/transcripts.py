"""How many words the recogniser gets wrong on the shipped recorded sequences, and how long it takes.

As they are (48 kHz), and through the telephone (8 kHz, G.711 A-law); with the company's names as hints, and without.
"""

import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import yaml

from bench.lines import Line, line
from telephony.speech import WhisperRecognizer, whisper_model
from telephony.speech.transcript import read_channels
from telephony.speech.whisper import RATE, Samples

PACK = Path(__file__).resolve().parents[1] / "scenarios" / "packs" / "velambre"
HINTS = "Vélambre, Relief, Révision Sereine, Leroux, atelier mobile"


def run(sequences: int | None = None) -> Iterator[Line]:
    """All of them, one thread."""
    texts = list(written())[:sequences]
    recognizer = WhisperRecognizer(whisper_model(), threads=1)
    for name, through in (("opus_48k", None), ("g711_8k", "pcm_alaw")):
        for hints in ("", HINTS):
            wrong = words = 0
            spoken = took = 0.0
            for samples, text in texts:
                heard = samples if through is None else telephone(samples, through)
                start = time.perf_counter()
                said = "".join(word.text for word in recognizer.recognize(heard, hints))
                took += time.perf_counter() - start
                spoken += len(samples) / RATE
                wrong += distance(plain(text), plain(said))
                words += len(plain(text))
            how = f"Whisper base, {len(texts)} sequences of {spoken:.0f} s in all, {'with' if hints else 'no'} hints"
            kind = f"{name}_{'hints' if hints else 'plain'}"
            yield line(f"word_error_rate_{kind}", 100 * wrong / words, "% of words", how)
            yield line(f"real_time_factor_{kind}", took / spoken, "seconds a second", f"{how}, one thread")


def written() -> Iterator[tuple[Samples, str]]:
    """Each recorded sequence with the text that was spoken."""
    for path in sorted((PACK / "case_studies").glob("*.yaml")):
        for sequence in yaml.safe_load(path.read_text(encoding="utf-8"))["sequences"]:
            left, right = read_channels(PACK / sequence["audio"])
            yield ((left + right) / 2).astype(np.float32), " ".join(spoken["text"] for spoken in sequence["lines"])


def telephone(samples: Samples, codec: str) -> Samples:
    """Down to 8 kHz, coded and decoded, and up again."""
    coder, decoder = (_codec(codec, mode) for mode in ("w", "r"))
    narrow = _resampled(_frame((np.clip(samples, -1, 1) * 32767).astype(np.int16), "s16", RATE), "s16", 8000)
    packets = [packet for frame in (*narrow, None) for packet in coder.encode(frame)]
    heard = [frame for packet in packets for frame in decoder.decode(packet)]
    up = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    return np.concatenate([part.to_ndarray()[0] for frame in (*heard, None) for part in up.resample(frame)])


def _codec(name: str, mode: str) -> Any:
    made: Any = av.CodecContext.create(name, mode)
    made.sample_rate, made.layout, made.format = 8000, "mono", "s16"
    return made


def _frame(samples: Any, layout: str, rate: int) -> Any:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format=layout, layout="mono")
    frame.sample_rate = rate
    return frame


def _resampled(frame: Any, layout: str, rate: int) -> list[Any]:
    resampler = av.AudioResampler(format=layout, layout="mono", rate=rate)
    return [*resampler.resample(frame), *resampler.resample(None)]


def plain(text: str) -> list[str]:
    """Words without capitals, accents and punctuation, figures as they are."""
    folded = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
    return re.findall(r"[a-z0-9]+", bare)


def distance(wanted: list[str], heard: list[str]) -> int:
    """Words to put, drop or change (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]
