"""A fault of a pack: where it is, what is wrong, what would be right. For people: in French."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`line` and `column` count from 1; 0 when the whole file is meant. `where` is like `exchanges[2].jury`."""

    file: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    code: str
    where: str
    problem: str
    remedy: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "problem", french_spaces(self.problem))
        object.__setattr__(self, "remedy", french_spaces(self.remedy))


def french_spaces(text: str) -> str:
    """Non-breaking spaces before : ; ? ! » and after «, where code shows plain ones."""
    return re.sub(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,»)]))", "\u00a0", text)


class PackError(Exception):
    """The pack cannot be used; `faults` lists all that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in the pack")
        self.faults = faults


def nearest(wanted: str, known: list[str]) -> str:
    """A remedy that names the closest existing identifier."""
    close = get_close_matches(wanted, known, n=1, cutoff=0.4)
    if close:
        return f"Vouliez-vous dire « {close[0]} » ?"
    return "Identifiants connus : " + (", ".join(sorted(known)[:8]) or "aucun") + "."
