"""How long a day's timetable takes to compute, and when the day ends, for the days that centres hold at best.

Both ways: the greedy plan that every installation has, and the solver (`make planning`), at its own time limit.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from bench.lines import Line, line
from exams.phases import FormatId
from exams.timetable.greedy import greedy_plan
from exams.timetable.model import Candidate, Day, Juror, Pair, Plan, Room
from exams.timetable.optimal import is_installed, optimal_plan
from exams.timetable.words import hour

DAYS: tuple[tuple[FormatId, int, int, str], ...] = (
    ("title", 9, 3, "16:00"),
    ("title", 10, 3, "17:50"),
    ("title", 12, 3, "17:50"),
    ("ccp1", 10, 3, "12:45"),
    ("ccp2", 10, 3, "13:45"),
)
"""Format, candidates, pairs, and the end that is known to be the earliest."""


def all_ways() -> list[tuple[str, Callable[[Day], Plan]]]:
    """The solver only where it is installed."""
    return [("greedy", greedy_plan), *([("solver", optimal_plan)] if is_installed() else [])]


def run(
    days: Sequence[tuple[FormatId, int, int, str]] = DAYS, ways: Sequence[tuple[str, Callable[[Day], Plan]]] = ()
) -> Iterator[Line]:
    """Seconds, and minutes after the earliest end."""
    ways = ways or all_ways()
    for format_id, candidates, pairs, best in days:
        for name, compute in ways:
            begun = time.perf_counter()
            plan = compute(_day(format_id, candidates, pairs))
            seconds = time.perf_counter() - begun
            how = f"{format_id}, {candidates} candidates, {pairs} pairs: ends {hour(plan.end)}, at best {best}"
            yield line(f"timetable_{name}_{format_id}_{candidates}", seconds, "s", how)
            hours, minutes = best.split(":")
            late = plan.end - 60 * int(hours) - int(minutes)
            yield line(f"timetable_{name}_{format_id}_{candidates}_late", late, "min", how)


def _day(format_id: FormatId, candidates: int, pairs: int) -> Day:
    return Day(
        format_id,
        tuple(Candidate(f"c{one}", f"Candidate {one}", f"C-{one:02}") for one in range(candidates)),
        tuple(
            Pair(
                f"p{one}",
                f"Jury {one}",
                (Juror(f"{one}a", f"A {one}", True), Juror(f"{one}b", f"B {one}")),
                f"r{one}",
            )
            for one in range(pairs)
        ),
        (
            Room("a", "Salle A", candidates, ("case_study", "preparation")),
            *(Room(f"r{one}", f"Salle {one}", 1, ("jury",)) for one in range(pairs)),
        ),
    )
