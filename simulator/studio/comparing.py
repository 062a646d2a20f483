"""A sequence's text beside what was heard of it: the words that differ. Pure.

Compared as they sound: case, accents and punctuation are left aside, numbers are in figures on both sides.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from telephony.speech.figures import in_figures

MOST = 40
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.UNICODE)
_HESITATIONS = {"euh", "heu", "hum", "hein", "bah", "ben", "oh", "ah"}
"""A recogniser drops them or writes them freely."""
_GAP = re.compile("(?<=\\d)[\u00a0\u202f ](?=\\d{3}(?!\\d))")
_SAME = {"une": "un", "cents": "cent", "vingts": "vingt"}


@dataclass(frozen=True, slots=True)
class Differing:
    """Some words on end; `written` empty: heard beside; `heard` empty: not heard."""

    written: str
    heard: str


@dataclass(frozen=True, slots=True)
class Compared:
    """`share`: of the words written, how many were heard otherwise; from 0 to 1."""

    words: int
    share: float
    differing: tuple[Differing, ...]


def compared(written: str, heard: str) -> Compared:
    """The first forty differences."""
    of_text, of_sound = _words(written), _words(heard)
    matcher = SequenceMatcher(a=[it for _, it in of_text], b=[it for _, it in of_sound], autojunk=False)
    found: list[Differing] = []
    wrong = 0
    for kind, i, j, k, m in matcher.get_opcodes():
        # « envoyez » and « en voyez » sound alike.
        if kind != "equal" and _run_on(of_text[i:j]) != _run_on(of_sound[k:m]):
            found.append(Differing(_joined(of_text[i:j]), _joined(of_sound[k:m])))
            wrong += max(j - i, m - k)
    share = min(1.0, wrong / len(of_text)) if of_text else float(bool(of_sound))
    return Compared(len(of_text), round(share, 3), tuple(found[:MOST]))


def _run_on(words: Sequence[tuple[str, str]]) -> str:
    return "".join(sound for _, sound in words)


def _joined(words: Sequence[tuple[str, str]]) -> str:
    return " ".join(word for word, _ in words)


def _words(text: str) -> list[tuple[str, str]]:
    """As it is written, and as it sounds."""
    figures = _GAP.sub("", in_figures(unicodedata.normalize("NFC", text)))
    for sign, word in (("€", " euros "), ("%", " pour cent ")):
        figures = figures.replace(sign, word)
    return [(word, sound) for word in _WORD.findall(figures) if (sound := _sound(word)) not in _HESITATIONS]


def _sound(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    folded = "".join(one for one in plain if not unicodedata.combining(one))
    return _SAME.get(folded, folded)
