"""What one candidate's day is cut into, which pairs may see them, which rooms they sit in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exams.phases import PhaseId
from exams.timetable.model import INTERVIEW, Booking, Candidate, Day, Pair, Plan, Room, RoomUse
from exams.timetable.words import is_same_person


@dataclass(frozen=True, slots=True)
class Block:
    """Phases in one piece: `alone` minutes without the jury, then `with_jury`."""

    phases: tuple[tuple[PhaseId, int], ...]
    alone: int
    with_jury: int

    @property
    def minutes(self) -> int:
        return self.alone + self.with_jury


@dataclass(frozen=True, slots=True)
class Needs:
    """A candidate's day: case study, exchanges with what comes just before, interview likewise, letter."""

    candidate: Candidate
    case_study: int
    exchanges: Block
    interview: Block
    letter: int

    @property
    def jury_minutes(self) -> int:
        return self.exchanges.with_jury + self.interview.with_jury + self.letter


def needs_of(day: Day, candidate: Candidate) -> Needs:
    minutes: dict[PhaseId, int] = {phase.id: day.minutes(candidate, phase) for phase in day.held}

    def block(names: Iterable[PhaseId]) -> Block:
        wanted = frozenset(names)
        phases: tuple[tuple[PhaseId, int], ...] = tuple((n, length) for n, length in minutes.items() if n in wanted)
        alone = sum(length for name, length in phases if name in ("preparation", "interview_preparation"))
        return Block(phases, alone, sum(length for _, length in phases) - alone)

    return Needs(
        candidate,
        case_study=minutes.get("case_study", 0),
        exchanges=block(("preparation", "exchanges")),
        interview=block(("interview_preparation", *INTERVIEW)),
        letter=day.rules.letter_minutes if day.corrects() else 0,
    )


def own_trainer_in(candidate: Candidate, pair: Pair) -> str | None:
    """The juror of this pair who trained this candidate."""
    return next(
        (
            juror.name
            for juror in pair.jurors
            for trainer in candidate.trainers
            if is_same_person(juror.name, trainer)
        ),
        None,
    )


def may_see(day: Day, candidate: Candidate, pair: Pair) -> bool:
    if day.needs_retention and not any(juror.knows_retention for juror in pair.jurors):
        return False
    return own_trainer_in(candidate, pair) is None


def block_bookings(block: Block, start: int, candidate: str, pair: Pair | None) -> list[Booking]:
    """The block's phases one after the other; those with the jury are in its room."""
    made: list[Booking] = []
    for name, minutes in block.phases:
        is_alone = name in ("preparation", "interview_preparation")
        with_pair = None if is_alone else pair
        made.append(
            Booking(
                name,
                start,
                minutes,
                candidate,
                with_pair.id if with_pair else None,
                with_pair.room or None if with_pair else None,
            )
        )
        start += minutes
    return made


def seated(plan: Plan) -> Plan:
    """Gives every booking of a candidate without jury a room with a free post, their desk's own before others.

    One that finds none keeps no room: the rules say so.
    """
    order = sorted(plan.bookings, key=lambda one: (one.start, one.id))
    taken: dict[str, list[Booking]] = {room.id: [] for room in plan.day.rooms}
    placed: dict[str, Booking] = {}
    for one in order:
        use = _use_of(one)
        if use is not None:
            candidate = plan.day.candidate(one.candidate)
            own = candidate.desk_room if candidate is not None else ""
            room = _with_free_post(_own_first(plan.day.rooms_for(use), own), taken, one)
            one = replace(one, room=room.id if room else None)
            if room is not None:
                taken[room.id].append(one)
        placed[one.id] = one
    return replace(plan, bookings=tuple(placed[one.id] for one in plan.bookings))


def _use_of(booking: Booking) -> RoomUse | None:
    if booking.activity == "case_study":
        return "case_study"
    return "preparation" if booking.activity in ("preparation", "interview_preparation") else None


def _with_free_post(rooms: Sequence[Room], taken: dict[str, list[Booking]], wanted: Booking) -> Room | None:
    return next((room for room in rooms if most_at_once([*taken[room.id], wanted], wanted) <= room.posts), None)


def _own_first(rooms: Sequence[Room], desk_room: str) -> list[Room]:
    """The room of the candidate's own desk before all others, else in their order."""
    return sorted(rooms, key=lambda room: not is_room(room, desk_room))


def is_room(room: Room, name: str) -> bool:
    return bool(name) and " ".join(room.name.split()).casefold() == " ".join(name.split()).casefold()


def most_at_once(bookings: Iterable[Booking], within: Booking) -> int:
    """The most of these that run at one minute of `within`."""
    there = [one for one in bookings if one.overlaps(within)]
    starts = {max(one.start, within.start) for one in there}
    return max((sum(one.start <= moment < one.end for one in there) for moment in starts), default=0)
