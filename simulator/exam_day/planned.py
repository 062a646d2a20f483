"""What the timetable had planned for a candidate, beside what happens. Pure.

A plan counts minutes since midnight on the centre's own clock; boards show moments.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from exams.phases import PhaseId
from exams.timetable.model import Plan
from simulator.exam_day.views import PhaseOnBoard, PlannedStep
from simulator.ids import SeatId


def steps_of(plan: Plan | None, seat_id: SeatId) -> tuple[PlannedStep, ...]:
    """Phases of this candidate in the order of their hours; none without a plan or without its date."""
    if plan is None or not plan.day.date:
        return ()
    day = plan.day
    return tuple(
        PlannedStep(
            phase=one.activity,  # type: ignore[arg-type]  lunch and the like are left out
            at=moment_of(day.date, one.start),
            minutes=one.minutes,
            room=room.name if (room := day.room(one.room)) is not None else "",
        )
        for one in plan.of_candidate(seat_id)
        if one.activity in get_args(PhaseId)
    )


def moment_of(day: str, minutes: int) -> datetime:
    """`minutes` after midnight as clocks on the wall show them, also on the day that they are put forward."""
    return (datetime.combine(date.fromisoformat(day), time()) + timedelta(minutes=minutes)).astimezone(UTC)


def step_for(steps: Sequence[PlannedStep], phase: PhaseId) -> PlannedStep | None:
    return next((one for one in steps if one.phase == phase), None)


def minutes_behind(steps: Sequence[PlannedStep], phases: Sequence[PhaseOnBoard], now: datetime) -> int:
    """How late the phase under way began, or how long the next one is overdue; 0 on another day than the plan's."""
    current = next((one for one in phases if one.state != "ended"), None)
    step = step_for(steps, current.phase) if current is not None else None
    if current is None or step is None or step.at.astimezone().date() != now.astimezone().date():
        return 0
    return max(0, int(((current.started_at or now) - step.at) / timedelta(minutes=1)))
