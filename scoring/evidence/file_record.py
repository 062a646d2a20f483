"""The qualified file against the expected one, field by field."""

import re
from dataclasses import dataclass

from scoring.exchange import Exchange
from scoring.french.folding import fold

MAIN_FIELDS = frozenset({"motif", "resultat", "accord", "decision"})
"""What the exchange was about, or what was decided: wrong, the file misleads whoever opens it next."""
NOT_A_FIELD = frozenset({"comment", "commentaire", "notes", "note"})


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """Field names right, wrong (another value) and left empty. `filled` is False when there is no file at all."""

    filled: bool
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    empty: tuple[str, ...]
    opposed: tuple[str, ...]
    """Wrong fields that turn a yes into a no, or the reverse: an examiner weighs these most."""

    @property
    def faults(self) -> int:
        return len(self.wrong) + len(self.empty)

    @property
    def main_is_wrong(self) -> bool:
        return any(_code(name) in MAIN_FIELDS for name in (*self.wrong, *self.empty))

    @property
    def expected(self) -> int:
        return len(self.right) + self.faults


def check_record(exchange: Exchange) -> RecordCheck:
    """Compares codes whatever their case, accents or separators."""
    entered = exchange.written.record
    wanted = {name: value for name, value in exchange.expectations.record.items() if name not in NOT_A_FIELD}
    if not entered:
        return RecordCheck(False, (), (), tuple(wanted), ())
    codes = {name: _code(value) for name, value in entered.items()}
    right = tuple(name for name, value in wanted.items() if codes.get(name) == _code(value))
    empty = tuple(name for name in wanted if not codes.get(name))
    wrong = tuple(name for name in wanted if name not in right and name not in empty)
    yes_or_no = {"oui", "non"}
    opposed = tuple(name for name in wrong if {_code(wanted[name]), codes[name]} == yes_or_no)
    return RecordCheck(True, right, wrong, empty, opposed)


def _code(value: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(value.replace("_", " "))).strip("_")
