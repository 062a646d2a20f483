"""Times in a sentence that are no day: months and years, which follow; seasons and feasts, which cannot."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..french_dates import MONTH, MONTHS, SPACE, months_later

_BEFORE_CAPITAL = r"(?:^|[.!?:;«»“\"(–-][ \u00a0\u202f]?)"
_MONTH_ALONE = re.compile(
    rf"(?:(?P<of>\b[dD](?:e{SPACE}|[’']))|(?<![\w’'-]))(?P<month>{MONTH})\b(?!-\d)(?:{SPACE}(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<start>{_BEFORE_CAPITAL})(?P<capital>{'|'.join(one.capitalize() for one in MONTHS)})\b"
)
_YEAR_ALONE = re.compile(
    rf"(?P<before>\b(?:en|depuis|de|année|charges|fin|début|avant|après)(?:{SPACE}la{SPACE}fin)?{SPACE})"
    r"(?P<year>(?:19|20)\d\d)\b(?![ \u00a0\u202f]?€)"
)
_DAY_BEFORE = re.compile(rf"(?:1er|\d){SPACE}$")
_LETTERS = (
    "premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|un"
)
_STUCK = re.compile(
    rf"\b(?:{_LETTERS})[ \u00a0](?:{MONTH})\b"
    rf"|\b(?:[lL]e|[aA]u|[dD]u|[dD]ès{SPACE}le){SPACE}(?:1er|\d{{1,2}})(?={SPACE}(?:de{SPACE}chaque|du{SPACE}mois)|[.,;)»]|$)"
    r"|\b(?:le|au|du|ce|cet|en|de|dès|avant|après|les|la)[ \u00a0](?:printemps|automne|hiver|Noël|Pâques|Toussaint|"
    r"fêtes|rentrée|vacances)\b|\b(?:avant|à|après|pour)[ \u00a0]Noël\b"
    r"|\b[ld][’'](?:été|automne|hiver)\b|\b(?:cet|en|un)[ \u00a0](?:été|hiver|automne)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """An expression that no other day could be written for."""

    start: int
    words: str


def stuck_in(text: str) -> Iterator[Stuck]:
    """Days in letters, days of no month, seasons and feasts."""
    for found in _STUCK.finditer(text):
        yield Stuck(found.start(), found[0])


def months_moved(text: str, months: int) -> str:
    """« en octobre », « le loyer d’octobre 2026 », so many months later; days with their month are left alone."""

    def put(found: re.Match[str]) -> str:
        if found["capital"]:
            new = MONTHS[(MONTHS.index(found["capital"].lower()) + months) % 12].capitalize()
            return f"{found['start']}{new}"
        if _DAY_BEFORE.search(text, 0, found.start()):
            return found[0]
        first = date(int(found["year"] or 2000), MONTHS.index(found["month"]) + 1, 1)
        new_first = months_later(first, months)
        new = MONTHS[new_first.month - 1]
        of = "" if not found["of"] else f"{found['of'][0]}{'’' if new[0] in 'ao' else 'e '}"
        return f"{of}{new}{f' {new_first.year}' if found['year'] else ''}"

    return _MONTH_ALONE.sub(put, text) if months else text


def years_moved(text: str, new_year: Callable[[int], int]) -> str:
    """« depuis 2023 », « les charges 2025 »."""
    return _YEAR_ALONE.sub(lambda found: f"{found['before']}{new_year(int(found['year']))}", text)
