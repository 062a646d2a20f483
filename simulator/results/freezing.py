"""What an appeal or a report of fraud freezes, folded from the day's facts; until when the rest is kept. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from simulator.facts import day_facts
from simulator.facts.day_log import DayFact
from simulator.ids import SeatId


@dataclass(slots=True)
class Freeze:
    """`seat_id` empty: of the whole session."""

    id: str
    cause: Literal["appeal", "fraud", "other"]
    reason: str
    seat_id: SeatId
    by: str
    at: datetime
    released_at: datetime | None = None
    released_reason: str = ""


def freezes_of(facts: Iterable[DayFact]) -> list[Freeze]:
    """In their order, those that were released included."""
    found: dict[str, Freeze] = {}
    for fact in facts:
        match fact.data:
            case day_facts.FileFrozen(freeze_id=key, cause=cause, reason=reason, seat_id=seat_id):
                found.setdefault(key, Freeze(key, cause, reason, seat_id, fact.actor.name, fact.at))
            case day_facts.FileReleased(freeze_id=key, reason=reason) if key in found:
                freeze = found[key]
                if freeze.released_at is None:
                    freeze.released_at, freeze.released_reason = fact.at, reason
            case _:
                pass
    return [*found.values()]


def is_frozen(freezes: Sequence[Freeze], seat_id: SeatId) -> bool:
    """Whether nothing of this candidate may be erased."""
    return any(one.released_at is None and one.seat_id in ("", seat_id) for one in freezes)


def sound_until(started_at: datetime, days: int) -> datetime:
    """A recording may be erased from then on."""
    return started_at + timedelta(days=days)


def file_until(signed_at: datetime | None, closed_at: datetime | None, days: int) -> datetime | None:
    """The exam file may be erased from then on; None while nothing says that the exam is over."""
    begins = signed_at or closed_at
    return begins + timedelta(days=days) if begins is not None else None


def is_due(until: datetime | None, now: datetime, frozen: bool) -> bool:
    return until is not None and now > until and not frozen
