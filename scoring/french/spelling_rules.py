"""A few sure rules of spelling and agreement, ours: what a checker misses, and the floor where none is installed.

Only what an examiner would underline: confusions (a/à, -é/-er), agreements, ill-accented everyday words. Never
typography, capitals or missing commas: those are slips of typing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class SpellingFault:
    """What was written (`excerpt`), where it starts (characters), and what is wrong with it, in French."""

    excerpt: str
    at: int
    problem: str


_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:il|elle|on|qui|y|cela|ça|ce|lui|client|cliente|nous|vous|tout|rien|monsieur|madame"
    r"|dossier|compte)|n['’]|l['’]|m['’]|t['’]|\b[A-ZÉ]\w+)\s*$"
)
_CONFUSED_A = re.compile(
    r"\ba (?=(?:votre|vos|notre|nos|mon|ma|mes|son|sa|ses|leurs?|cette|ces|chaque|\d|domicile|l['’]|la"
    r"|faire|régler|payer|dispositions?)\b)",
    re.I,
)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = yaml.safe_load(Path(__file__).with_name("spelling_rules.yaml").read_text(encoding="utf-8"))
    return tuple((re.compile(rule["wrong"], re.IGNORECASE), rule["problem"]) for rule in rules)


def own_faults(text: str) -> Iterator[SpellingFault]:
    """Faults of `text` by our own rules, in their order."""
    for match in _CONFUSED_A.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if not _SUBJECT_BEFORE.search(before):
            end = min(len(text), match.end() + 12)
            yield SpellingFault(text[match.start() : end].strip(), match.start(), "« à » demande un accent")
    for rule, problem in _rules():
        for match in rule.finditer(text):
            yield SpellingFault(match.group(), match.start(), problem)
