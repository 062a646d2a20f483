"""A plan changed by hand: what moves together, what is said of it."""

from dataclasses import dataclass, replace

from exams.timetable.fitting import seated
from exams.timetable.model import INTERVIEW, Booking, Plan, in_order
from exams.timetable.words import ACTIVITY, hour


class NotInPlan(LookupError):
    """No such booking, candidate or pair in this plan."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`moved`: every booking that is elsewhere now. `sentence` says so in French."""

    plan: Plan
    moved: tuple[str, ...]
    sentence: str


def bound_to(plan: Plan, booking: Booking) -> tuple[Booking, ...]:
    """What moves when this moves, itself included: a block stays in one piece, a case study is everybody's."""
    together = {"preparation", "exchanges"}
    interview = INTERVIEW | {"interview_preparation"}
    if booking.activity in ("case_study", "deliberation"):
        return tuple(one for one in plan.bookings if one.activity == booking.activity)
    for block in (together, interview):
        if booking.activity in block:
            return in_order(
                one for one in plan.bookings if one.candidate == booking.candidate and one.activity in block
            )
    return (booking,)


def moved_to(plan: Plan, booking_id: str, start: int) -> Moved:
    """« Déplacer à 10:40 »: this booking begins at `start`, what is bound to it keeps its distance.

    Raises NotInPlan. Rules that break are the new plan's `conflicts`.
    """
    booking = plan.find(booking_id)
    if booking is None:
        raise NotInPlan(booking_id)
    group = {one.id for one in bound_to(plan, booking)}
    by = start - booking.start
    new = tuple(replace(one, start=one.start + by) if one.id in group else one for one in plan.bookings)
    also = [ACTIVITY[one.activity] for one in bound_to(plan, booking) if one.activity != booking.activity]
    who = _whose(plan, booking)
    sentence = f"{who} : {ACTIVITY[booking.activity]} à {hour(start)} au lieu de {hour(booking.start)}."
    if booking.activity in ("case_study", "deliberation"):
        sentence = f"Pour tous : {ACTIVITY[booking.activity]} à {hour(start)} au lieu de {hour(booking.start)}."
    if also:
        sentence += f" Se déplace aussi : {', '.join(dict.fromkeys(also))}."
    return Moved(seated(Plan(plan.day, in_order(new))), tuple(sorted(group)) if by else (), sentence)


def given_to(plan: Plan, candidate_id: str, pair_id: str) -> Moved:
    """The candidate is seen by another pair, at the same hours. Raises NotInPlan."""
    candidate, pair = plan.day.candidate(candidate_id), plan.day.pair(pair_id)
    if candidate is None or pair is None:
        raise NotInPlan(candidate_id if candidate is None else pair_id)

    def given(one: Booking) -> Booking:
        is_theirs = one.candidate == candidate_id and one.pair is not None
        return replace(one, pair=pair_id, room=pair.room or None) if is_theirs else one

    new = tuple(given(one) for one in plan.bookings)
    moved = tuple(one.id for one, before in zip(new, plan.bookings, strict=True) if one != before)
    return Moved(replace(plan, bookings=new), moved, f"{candidate.name} est vu par {pair.name}.")


def _whose(plan: Plan, booking: Booking) -> str:
    candidate, pair = plan.day.candidate(booking.candidate), plan.day.pair(booking.pair)
    return candidate.name if candidate else pair.name if pair else "Tous"
