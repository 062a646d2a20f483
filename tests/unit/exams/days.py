"""Exam days for tests: candidates without extra time, pairs with one juror who knows retention, rooms enough."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from exams.phases import FormatId
from exams.timetable.model import Candidate, Day, Juror, Pair, Plan, Room

REFERENCE: tuple[tuple[FormatId, int, int, str], ...] = (
    ("title", 9, 3, "16:00"),
    ("title", 10, 3, "17:50"),
    ("title", 11, 3, "17:50"),
    ("title", 12, 3, "17:50"),
    ("ccp1", 10, 3, "12:45"),
    ("ccp2", 10, 3, "13:45"),
)
"""Format, candidates, pairs, end: what centres reach at best (start 8:30, 15 min a letter, 45 min lunch)."""


def a_day(format_id: FormatId, candidates: int, pairs: int, posts: int = 12, **more: Any) -> Day:
    return Day(
        format_id,
        tuple(Candidate(f"c{one}", f"Candidate {one}", f"C-{one:02}") for one in range(1, candidates + 1)),
        tuple(
            Pair(
                f"p{one}",
                f"Jury {one}",
                (Juror(f"j{one}a", f"Jurée {one} Première", True), Juror(f"j{one}b", f"Juré {one} Second")),
                f"r{one}",
            )
            for one in range(1, pairs + 1)
        ),
        (
            Room("ecrit", "Salle A", candidates, ("case_study",)),
            Room("prepa", "Salle B", posts, ("preparation",)),
            *(Room(f"r{one}", f"Salle {one}", 1, ("jury",)) for one in range(1, pairs + 1)),
        ),
        **more,
    )


def with_candidates(day: Day, changed: Sequence[dict[str, Any]]) -> Day:
    """The first candidates with these fields."""
    new = [
        replace(one, **changed[index]) if index < len(changed) else one for index, one in enumerate(day.candidates)
    ]
    return replace(day, candidates=tuple(new))


def clashes(plan: Plan) -> list[str]:
    """Who is in two places, found minute by minute, without the code of the rules."""
    found: list[str] = []
    for minute in range(0, 48 * 60):
        now = [one for one in plan.bookings if one.start <= minute < one.start + one.minutes]
        people: list[str] = []
        for one in now:
            if one.candidate is not None and one.activity not in ("correction", "deliberation"):
                people.append(one.candidate)
            people += [juror.id for pair in plan.day.pairs if pair.id == one.pair for juror in pair.jurors]
        found += [f"{who} at {minute}" for who in set(people) if people.count(who) > 1]
    return found
