"""When each phase of a day will begin and end if nothing else happens. Pure.

A jury sees one candidate at a time, and a room has only so many posts: whoever is late keeps waiting those whom the
timetable has after them. What has begun stands as it is; all else goes on in the order of the plan, never before its
hour. Corrections and lunches have no clock of their own: they are taken to begin as soon as they may, and to be over
once what comes after them has begun. Whoever is in no plan comes after those who are, first ready first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from exams.phases import PhaseId
from exams.timetable.fitting import most_at_once
from exams.timetable.model import JURY_PHASES, Booking, Day, Plan
from simulator.exam_day.planned import moment_of
from simulator.exam_day.views import BoardPlace, ExpectedPhase, PhaseOnBoard
from simulator.ids import SeatId

LONG_AGO = datetime.min.replace(tzinfo=UTC)
NO_PLAN = Plan(Day("title"))

Person = tuple[str, str]
"""A candidate by seat, a juror by name: an account that sits in two pairs is one juror."""


def expected_of(
    plan: Plan | None, places: Sequence[BoardPlace], now: datetime, *, is_over: bool = False
) -> dict[SeatId, tuple[ExpectedPhase, ...]]:
    """By seat, in the order of its phases. Of whoever is gone, and of all once the day `is_over`, what has begun."""
    plan = plan or NO_PLAN
    going_on = [one for one in places if not is_over and not is_gone(one)]
    planned, unplanned = _steps(plan, going_on, _has_hours(plan, places, now))
    course = _Course(now, _free_posts(plan))
    for step in [*planned, *(step for steps in unplanned for step in steps)]:
        course.keep_begun(step)
    for step in planned:
        course.go_on(step)
    while any(unplanned):
        first = min((steps for steps in unplanned if steps), key=lambda steps: course.earliest(steps[0]))
        course.go_on(first.pop(0))
    return {
        place.seat_id: tuple(
            ExpectedPhase(phase=one.phase, begins_at=found[0], ends_at=found[1])
            for one in place.phases
            if (found := course.found.get((place.seat_id, one.phase)) or _as_begun(one, now)) is not None
        )
        for place in places
    }


def is_gone(place: BoardPlace) -> bool:
    """Nobody waits for them: they gave up, or were noted absent and nothing says otherwise."""
    is_at_work = place.connected or place.wrote_at is not None
    return place.presence == "abandoned" or (place.presence == "absent" and not is_at_work)


@dataclass(frozen=True, slots=True)
class _Step:
    """What keeps `people` busy. `order`: minutes of the plan. `phase`: none of a correction or a lunch."""

    people: frozenset[Person]
    length: timedelta
    order: int = 0
    not_before: datetime | None = None
    room: str | None = None
    """In which it takes a post."""
    seat_id: SeatId | None = None
    phase: PhaseOnBoard | None = None
    after: tuple[SeatId, PhaseId] | None = None


@dataclass(slots=True)
class _Course:
    """The day as far as it has been followed: until when everybody and every post is taken."""

    now: datetime
    posts: Mapping[str, list[datetime]]
    free: dict[Person, datetime] = field(default_factory=dict[Person, datetime])
    begun: dict[Person, int] = field(default_factory=dict[Person, int])
    """The last of the plan that has begun, by its `order`."""
    found: dict[tuple[SeatId, PhaseId], tuple[datetime, datetime]] = field(
        default_factory=dict[tuple[SeatId, PhaseId], tuple[datetime, datetime]]
    )

    def keep_begun(self, step: _Step) -> None:
        """Nothing, of what has not begun."""
        as_begun = _as_begun(step.phase, self.now) if step.phase is not None else None
        if as_begun is None:
            return
        self._take(step, *as_begun)
        for person in step.people:
            self.begun[person] = max(step.order, self.begun.get(person, 0))

    def earliest(self, step: _Step) -> datetime:
        moments = [self.free.get(person, LONG_AGO) for person in step.people]
        moments += [step.not_before or LONG_AGO]
        if step.phase is not None:
            moments.append(self.now)
        if step.room is not None:
            moments.append(min(self.posts[step.room]))
        if step.after is not None:
            moments.append(self.found.get(step.after, (LONG_AGO, LONG_AGO))[1])
        return max(moments)

    def go_on(self, step: _Step) -> None:
        """Nothing, of what has begun or must be over."""
        if step.phase is not None and step.phase.state != "not_started":
            return
        if step.phase is None and any(self.begun.get(person, -1) > step.order for person in step.people):
            return
        begins = self.earliest(step)
        self._take(step, begins, begins + step.length)

    def _take(self, step: _Step, begins: datetime, ends: datetime) -> None:
        for person in step.people:
            self.free[person] = max(ends, self.free.get(person, LONG_AGO))
        if step.room is not None:
            taken = self.posts[step.room]
            taken.remove(min(taken))
            taken.append(ends)
        if step.seat_id is not None and step.phase is not None:
            self.found[step.seat_id, step.phase.phase] = (begins, ends)


def _as_begun(phase: PhaseOnBoard, now: datetime) -> tuple[datetime, datetime] | None:
    """A paused phase would go on now, or after its break."""
    left = timedelta(seconds=phase.remaining_seconds)
    match phase.state:
        case "not_started":
            return None
        case "ended":
            ended = phase.ended_at or now
            return phase.started_at or ended, ended
        case "running":
            return phase.started_at or now, phase.ends_at or now + left
        case "paused":
            return phase.started_at or now, max(now, phase.break_until or now) + left


def _has_hours(plan: Plan, places: Sequence[BoardPlace], now: datetime) -> bool:
    """Its hours count on its own date, and until something has begun on another."""
    has_begun = any(phase.state != "not_started" for place in places for phase in place.phases)
    return bool(plan.day.date) and (not has_begun or plan.day.date == now.astimezone().date().isoformat())


def _steps(plan: Plan, places: Sequence[BoardPlace], has_hours: bool) -> tuple[list[_Step], list[list[_Step]]]:
    """Of the plan in its order; of each candidate who is not in it."""
    planned, unplanned = list[_Step](), list[list[_Step]]()
    for place in places:
        bookings = plan.of_candidate(place.seat_id)
        steps = list(_phases_of(place, plan, bookings, has_hours))
        if not bookings:
            unplanned.append(steps)
            continue
        planned += steps
        if has_hours:
            planned += [_unclocked(plan, one, place.seat_id) for one in bookings if one.activity == "lunch"]
    here = {place.seat_id for place in places}
    for one in plan.bookings:
        is_lunch = one.activity == "lunch" and one.pair is not None and has_hours
        if is_lunch or (one.activity == "correction" and one.candidate in here):
            planned.append(_unclocked(plan, one, None, has_hours=has_hours))
    return sorted(planned, key=lambda step: step.order), unplanned


def _phases_of(place: BoardPlace, plan: Plan, bookings: Sequence[Booking], has_hours: bool) -> Iterable[_Step]:
    """In the order in which they are opened, wherever the plan has put them."""
    of_phase = {str(one.activity): one for one in bookings}
    own_pair = next((one.pair for one in bookings if one.pair is not None), None)
    order = bookings[0].start if bookings else 0
    for phase in place.phases:
        booked = of_phase.get(phase.phase)
        order = max(order, booked.start if booked is not None else order)
        jurors = _jurors(plan, (booked.pair if booked is not None else None) or own_pair) or place.jurors
        with_jury = phase.phase in JURY_PHASES
        yield _Step(
            people=frozenset([("seat", str(place.seat_id)), *(("juror", one) for one in jurors if with_jury)]),
            length=timedelta(seconds=phase.remaining_seconds),
            order=order,
            not_before=moment_of(plan.day.date, booked.start) if booked is not None and has_hours else None,
            room=booked.room if booked is not None and booked.pair is None and plan.day.room(booked.room) else None,
            seat_id=place.seat_id,
            phase=phase,
        )


def _unclocked(plan: Plan, one: Booking, seat_id: SeatId | None, *, has_hours: bool = True) -> _Step:
    """A lunch, or a correction: not before its text is written."""
    people = [("juror", name) for name in _jurors(plan, one.pair)] if seat_id is None else [("seat", str(seat_id))]
    is_correction = one.activity == "correction" and one.candidate is not None
    return _Step(
        people=frozenset(people),
        length=timedelta(minutes=one.minutes),
        order=one.start,
        not_before=moment_of(plan.day.date, one.start) if has_hours else None,
        after=(SeatId(one.candidate or ""), "case_study") if is_correction else None,
    )


def _jurors(plan: Plan, pair_id: str | None) -> tuple[str, ...]:
    pair = plan.day.pair(pair_id)
    return tuple(juror.name for juror in pair.jurors) if pair is not None else ()


def _free_posts(plan: Plan) -> dict[str, list[datetime]]:
    """Of each room: as many as it has, or as the plan has put there all the same."""
    posts: dict[str, list[datetime]] = {}
    for room in plan.day.rooms:
        there = [one for one in plan.of_room(room.id) if one.has_candidate and one.pair is None]
        needed = max((most_at_once(there, one) for one in there), default=0)
        posts[room.id] = [LONG_AGO] * max(1, room.posts, needed)
    return posts
