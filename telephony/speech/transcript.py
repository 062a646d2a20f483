"""A call's transcript: each side heard on its own channel, so that who speaks is certain; then put in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from telephony.roles import Role

from .figures import words_in_figures
from .whisper import RATE, HeardWord, Recognizer, Samples

PAUSE_SECONDS = 0.9
"""A longer pause begins a new turn, even if the other side stays silent."""


@dataclass(frozen=True, slots=True)
class SaidWord:
    """Seconds of the file; `text` begins with a space unless it is glued to the word before."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """What one side said without a break."""

    role: Role
    words: tuple[SaidWord, ...]

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return self.words[-1].end

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()


def transcribe(audio: Path, recognizer: Recognizer, hints: str = "") -> list[SaidTurn]:
    """Turns of both sides in the order in which they begin. `audio`: stereo, left the adviser, right the customer."""
    left, right = read_channels(audio)
    heard = {
        Role.ADVISER: recognizer.recognize(left, hints),
        Role.CUSTOMER: recognizer.recognize(right, hints),
    }
    return in_turns(heard)


def in_turns(heard: dict[Role, list[HeardWord]]) -> list[SaidTurn]:
    """A side's words are one turn until it pauses, or the other side says something between two of them."""
    turns: list[SaidTurn] = []
    for role, words in heard.items():
        others = sorted(word.start for other, theirs in heard.items() if other is not role for word in theirs)
        turns += [SaidTurn(role, words_in_figures(group)) for group in _groups(words, others)]
    return sorted(turns, key=lambda turn: turn.start)


def _groups(words: Sequence[HeardWord], others: Sequence[float]) -> Iterator[tuple[SaidWord, ...]]:
    group: list[SaidWord] = []
    for word in words:
        if group:
            pause = word.start - group[-1].end
            answered = any(group[-1].end <= start < word.start for start in others)
            if pause > PAUSE_SECONDS or (answered and pause > PAUSE_SECONDS / 3):
                yield tuple(group)
                group = []
        group.append(SaidWord(round(word.start, 2), round(word.end, 2), word.text))
    if group:
        yield tuple(group)


def read_channels(audio: Path) -> tuple[Samples, Samples]:
    """Left and right at the recogniser's rate."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    blocks: list[Any] = []
    with av.open(str(audio)) as container:
        for frame in container.decode(audio=0):
            blocks += [block.to_ndarray() for block in resampler.resample(frame)]
        blocks += [block.to_ndarray() for block in resampler.resample(None)]
    both = np.concatenate(blocks, axis=1) if blocks else np.zeros((2, 0), np.float32)
    return both[0], both[1]
