"""Amounts, rates, dates, hours and durations in French text, in one notation, so that they can be compared."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .folding import fold
from .number_words import figures

Kind = Literal["euros", "percent", "days", "months", "clock", "date", "times", "minutes", "count"]

_MONTH_NAMES = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_MONTH = "(" + "|".join(_MONTHS) + ")"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of one kind. `euros`, `percent`, `days`, `months`, `minutes`, `times` are numbers; `clock` is minutes
    after midnight; `date` is month × 100 + day, the month 0 when it is not said."""

    kind: Kind
    value: float

    def same(self, other: "Quantity") -> bool:
        """Equal, or two dates of which one does not name its month."""
        if self.kind != other.kind:
            return False
        if self.kind == "date" and (self.value < 100 or other.value < 100):
            return self.value % 100 == other.value % 100
        return abs(self.value - other.value) < 0.005


_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("euros", r"\b(\d+,\d\d)\b(?! ?(?:€|euros?|%|mois|jours?))"),
        ("euros", rf"{_NUMBER} ?(?:€|euros?)(?: (\d\d?)\b(?! (?:euros?|fois|mois|jours?|h\b|heures?|%)))?"),
        ("percent", rf"{_NUMBER} ?%"),
        ("date", rf"(\d\d?)(?:er)? {_MONTH}\b"),
        ("date", r"\b(\d\d?)/(\d\d?)\b(?:/\d+)?"),
        ("date", rf"(?:{_WEEKDAYS}) (\d\d?)(?:er)?\b(?! ?h| ?heures?|:)"),
        ("date", r"\ble (\d\d?)(?:er)?\b(?= (?:de|du|chaque|au|prochain|et|a)\b|$)(?! (?:de|du) \d)"),
        ("days", rf"{_NUMBER} ?(?:jours?|j\b)"),
        ("days7", rf"{_NUMBER} semaines?"),
        ("months", rf"{_NUMBER} ?mois"),
        ("months12", rf"{_NUMBER} ans?\b"),
        ("days24", r"\b(24|48|72|96) ?(?:h\b|heures?)"),
        ("clock", r"\b(\d\d?) ?(?:h|heures?|:) ?(\d\d)?\b"),
        ("minutes", rf"{_NUMBER} ?(?:min\b|minutes?)"),
        ("times", rf"{_NUMBER} (?:fois|mensualites?|echeances?|versements?)"),
        ("count", rf"(?<![\w/]){_NUMBER}(?![\w/])"),
    )
)
_SCALE: dict[str, tuple[Kind, float]] = {"days7": ("days", 7), "months12": ("months", 12), "days24": ("days", 1 / 24)}


@lru_cache(maxsize=8192)
def in_figures(text: str) -> str:
    """Folded text with numbers in figures, groups of thousands joined."""
    plain = re.sub(r"\b(?:pour ?cents?|pourcents?)\b", "%", fold(text))
    plain = re.sub(rf"\bpremier(?= {_MONTH}\b)", "1", plain)
    plain = " ".join(figures(plain.split()))
    plain = re.sub(r"\b(un|une)(?= (?:an|mois|jour|semaine|euro|fois|heure)\b)", "1", plain)
    plain = re.sub(r"\bmidi\b", "12 h", plain)
    plain = re.sub(r"\bminuit\b", "0 h", plain)
    return re.sub(r"(?<![\d,.])(\d{1,3}) (?=\d{3}(?:\b|,))(?!\d{3} \d\d\b)", r"\1", plain)


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity and where its words stand in `in_figures(text)`."""

    quantity: Quantity
    start: int
    end: int


def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of `text`, in the rules' order; each figure is read once."""
    return tuple(dict.fromkeys(one.quantity for one in placed(text)))


@lru_cache(maxsize=8192)
def placed(text: str) -> tuple[Placed, ...]:
    """As `quantities`, each time that one is said, with its place."""
    rest = in_figures(text)
    found: list[Placed] = []
    for kind, rule in _RULES:

        def taken(match: re.Match[str], kind: str = kind) -> str:
            found.append(Placed(_quantity(kind, match), match.start(), match.end()))
            return "|".center(match.end() - match.start())

        rest = rule.sub(taken, rest)
    return tuple(found)


def _quantity(kind: str, match: re.Match[str]) -> Quantity:
    groups = match.groups()
    number = float(groups[0].replace(",", "."))
    second = groups[1] if len(groups) > 1 else None
    if kind == "euros" and second and number == int(number):
        number += int(second) / 100
    if kind == "date":
        month = _MONTHS.get(second, 0) or int(second) if second and (second in _MONTHS or second.isdigit()) else 0
        return Quantity("date", month * 100 + number)
    if kind == "clock":
        return Quantity("clock", number * 60 + (int(second) if second else 0))
    scaled, factor = _SCALE.get(kind, (kind, 1.0))
    return Quantity(scaled, number * factor)  # type: ignore[arg-type]  # every other kind is one of Kind


def of_kind(text: str, *kinds: Kind) -> tuple[Quantity, ...]:
    """The quantities of `text` of these kinds."""
    return tuple(quantity for quantity in quantities(text) if quantity.kind in kinds)
