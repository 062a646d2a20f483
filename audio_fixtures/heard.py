"""What a recogniser makes of labelled exchanges: each turn is voiced, sent through a telephone line, and heard.

`python -m audio_fixtures.heard FOLDER TARGET [--noise 34]` (in .venv-fixtures, see `make.sh`) writes one YAML file
per call: its word error rate and its turns as heard. Labels stay in the exchange itself. The noise is seeded: the
same folder gives the same files.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from audio_fixtures.casting import VOICES, Voice
from audio_fixtures.hearing import Listener
from audio_fixtures.kokoro import SEED, Kokoro
from audio_fixtures.phrases import phrases
from audio_fixtures.sound import Samples, at_loudness, silence, telephone_band
from audio_fixtures.words import normalised_words, word_error_rate

ADVISER, CUSTOMER = VOICES["claire"], VOICES["marc"]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m audio_fixtures.heard", description="Fait entendre des échanges.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--noise", type=float, default=34.0, help="rapport signal sur bruit de la ligne, en décibels")
    chosen = parser.parse_args(arguments)
    chosen.target.mkdir(parents=True, exist_ok=True)
    speaker, listener = Kokoro(), Listener()
    for path in sorted(chosen.folder.glob("*.yaml")):
        exchange = yaml.safe_load(path.read_text(encoding="utf-8"))
        if exchange["channel"] != "phone":
            continue
        heard = hear(exchange["turns"], speaker, listener, chosen.noise)
        text = yaml.safe_dump(heard, allow_unicode=True, sort_keys=False, width=116)
        (chosen.target / path.name).write_text(text, encoding="utf-8")
        print(f"{path.stem} : {100 * heard['wer']:.0f} % de mots faux", flush=True)
    return 0


def hear(turns: list[dict[str, Any]], speaker: Kokoro, listener: Listener, noise_db: float) -> dict[str, Any]:
    """`{"noise_db", "wer", "turns": {n: words}}`."""
    random = np.random.default_rng(SEED)
    told: dict[int, str] = {}
    wrong = words = 0.0
    for turn in turns:
        voice = ADVISER if turn["speaker"] == "agent" else CUSTOMER
        line = on_the_line(spoken(turn["text"], voice, speaker), noise_db, random)
        told[turn["n"]] = listener.transcribe(line)
        length = len(normalised_words(turn["text"]))
        wrong += word_error_rate(turn["text"], told[turn["n"]]) * length
        words += length
    return {"noise_db": noise_db, "wer": round(wrong / words, 3), "turns": told}


def spoken(text: str, voice: Voice, speaker: Kokoro) -> Samples:
    """The turn at 48 kHz, with a breath around it."""
    said = [part for phrase in phrases(text) for part in (speaker.say(phrase, voice, 1.05, 1.0), silence(0.2))]
    return np.concatenate([silence(0.3), *said, silence(0.2)])


def on_the_line(samples: Samples, noise_db: float, random: np.random.Generator) -> Samples:
    """In a telephone's band, under the hum of a call centre: noise that falls off with frequency, as voices do."""
    level = float(np.sqrt(np.mean(samples[np.abs(samples) > 1e-3] ** 2)))
    spectrum = np.fft.rfft(random.standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(len(samples), 1 / 48000), 50.0))
    hum = np.fft.irfft(spectrum, len(samples))
    hum *= level / 10 ** (noise_db / 20) / float(np.sqrt(np.mean(hum**2)))
    return telephone_band(at_loudness((samples + hum).astype(np.float32)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
