"""Make what is missing or stale: voice it, write it, listen to it, and keep it only if it is understood."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from audio_fixtures.casting import Voice, voices_to_try
from audio_fixtures.manifest import WORST_WER, Made, file_sha256, is_current
from audio_fixtures.opus import write_opus
from audio_fixtures.rendering import Speaker, render
from audio_fixtures.script import ROOT, Script
from audio_fixtures.sound import RATE, Samples, loudness, peak_dbfs
from audio_fixtures.wav import read_samples
from audio_fixtures.words import word_error_rate


class Hearing(Protocol):
    """A speech recogniser."""

    def transcribe(self, samples: Samples) -> str:
        """The words of 48 kHz speech."""
        ...


class NotUnderstood(Exception):
    """No voice makes a script understandable; the message is French."""


@dataclass(frozen=True)
class Studio:
    """What is needed to make a file. `speaker` is called once for each file: see `Kokoro`."""

    speaker: Callable[[], Speaker]
    listener: Hearing
    say: Callable[[str], None]
    telephone: bool = False
    root: Path = ROOT


def make(scripts: list[Script], known: dict[str, Made], studio: Studio, *, force: bool = False) -> dict[str, Made]:
    """The entries of all `scripts`; a group is made again as a whole, as one customer speaks in it.

    Raises NotUnderstood when every voice fails; nothing of that group is written then.
    """
    entries: dict[str, Made] = {}
    for turn, (_, members) in enumerate(groupby(scripts, key=lambda script: script.group)):
        group = list(members)
        current = [is_current(known.get(s.audio), s.sha256, studio.telephone, studio.root) for s in group]
        if all(current) and not force:
            entries |= {script.audio: known[script.audio] for script in group}
        else:
            entries |= _make_group(group, turn, studio)
    return entries


def _make_group(group: list[Script], turn: int, studio: Studio) -> dict[str, Made]:
    refused: list[str] = []
    for voice in voices_to_try(group[0].gender, group[0].voice, turn):
        with tempfile.TemporaryDirectory() as folder:
            made = _with_voice(group, voice, Path(folder), studio)
            if isinstance(made, Made):
                refused.append(f"{made.audio}, voix {made.voice} : {_percent(made.wer)} de mots faux")
                continue
            for number, entry in enumerate(made):
                target = studio.root / entry.audio
                target.parent.mkdir(parents=True, exist_ok=True)
                content = (Path(folder) / f"{number}.opus").read_bytes()
                unfinished = target.with_suffix(".partial")
                unfinished.write_bytes(content)
                os.replace(unfinished, target)
            return {entry.audio: entry for entry in made}
    limit = _percent(WORST_WER)
    raise NotUnderstood("\n".join([f"Aucune voix n’est comprise (limite : {limit} de mots faux) :", *refused]))


def _with_voice(group: list[Script], voice: Voice, folder: Path, studio: Studio) -> list[Made] | Made:
    """All the group's files with this voice, or the first that is not understood."""
    made: list[Made] = []
    for number, script in enumerate(group):
        entry = _make_one(script, voice, folder / f"{number}.opus", studio)
        studio.say(f"{entry.audio} : voix {voice.name}, {entry.duration:.1f} s, {_percent(entry.wer)} de mots faux")
        if entry.wer > WORST_WER:
            return entry
        made.append(entry)
    return made


def _make_one(script: Script, voice: Voice, path: Path, studio: Studio) -> Made:
    speaker = studio.speaker()
    write_opus(path, render(script, voice, speaker, telephone=studio.telephone))
    decoded = read_samples(path, RATE)
    heard = studio.listener.transcribe(decoded)
    return Made(
        audio=script.audio,
        sha256=file_sha256(path),
        script_sha256=script.sha256,
        mood=script.mood,
        voice=voice.name,
        engine=speaker.engine,
        telephone=studio.telephone,
        duration=round(len(decoded) / RATE, 2),
        loudness=round(loudness(decoded), 1),
        peak=round(peak_dbfs(decoded), 1),
        wer=round(word_error_rate(script.text, heard), 3),
        heard=heard,
    )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.0f} %"
