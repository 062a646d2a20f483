"""Cues: turns of phrase by which a dialogue act is recognised, kept in `cues.yaml` and matched on folded text.

Each cue is one idea of general French; detectors combine them. Negation is looked at where a cue asks for it.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Cue:
    """Alternatives of one idea; denied ones (« on ne vous coupera pas ») do not count when `deniable`."""

    name: str
    alternatives: tuple[str, ...]
    deniable: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(r"\b(?:" + "|".join(self.alternatives) + r")\b"))

    def count(self, folded: str) -> int:
        """How many times the idea stands in `folded`."""
        found = self.pattern.finditer(folded)
        return sum(not (self.deniable and denied(folded, match.start(), match.end())) for match in found)

    def __call__(self, folded: str) -> bool:
        return self.count(folded) > 0


_BEFORE = re.compile(
    r"\b(?:(?:ne|n|sans|aucune?|jamais|ni|non)(?: (?!pas\b|plus\b)\w+){0,3}"
    r"|(?:pas|rien)(?: (?:de|d|la|le|les|une?|vous))?) ?$"
)
_AFTER = re.compile(r"^(?: \w+){0,2} (pas|plus|jamais|rien)\b")


def denied(folded: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` stand under a negation of the same breath."""
    return bool(_BEFORE.search(folded[max(0, start - 30) : start]) or _AFTER.match(folded[end : end + 24]))


@cache
def _lexicon(file: str) -> dict[str, str]:
    return yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def cue(name: str, *, file: str = "cues.yaml", deniable: bool = False) -> Cue:
    """The cue of this name in a lexicon beside this module. Raises KeyError when there is none."""
    return Cue(name, tuple(_lexicon(file)[name].split(" | ")), deniable)


QUESTION = cue("question")
OPEN_QUESTION = cue("open_question")
IDENTIFYING = cue("identifying")
STRONG_IDENTIFYING = cue("strong_identifying")
REFORMULATING = cue("reformulating")
RECAPPING = cue("recapping")
ASKING_CONSENT = cue("asking_consent")
ASKING_OPINION = cue("asking_opinion")
CHECKING = cue("checking")
WEAK_CHECKING = cue("weak_checking")
