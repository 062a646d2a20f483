"""The list of detectors, by criterion; each can be switched off by its criterion or with its family."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding

Family = Literal["facts", "acts", "measured", "written", "file", "conduct"]


@dataclass(frozen=True, slots=True)
class Detector:
    """`source` names the pages of the référentiel that say what the criterion means."""

    criterion: str
    family: Family
    source: str
    find: Callable[[Seen], Finding]


DETECTORS: dict[str, Detector] = {}


def detects(
    criterion: str, family: Family, source: str
) -> Callable[[Callable[[Seen], Finding]], Callable[[Seen], Finding]]:
    """Registers the function as the detector of `criterion`."""

    def register(find: Callable[[Seen], Finding]) -> Callable[[Seen], Finding]:
        DETECTORS[criterion] = Detector(criterion, family, source, find)
        return find

    return register
