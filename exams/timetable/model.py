"""What a day is made of and what a plan says of it. Times are minutes since midnight, lengths are minutes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from exams.formats import DayFormat, PlannedPhase, official_formats
from exams.phases import FormatId, PhaseId

Activity = Literal[
    "case_study",
    "preparation",
    "exchanges",
    "interview_preparation",
    "recorded_sequence",
    "debrief",
    "technical_interview",
    "final_interview",
    "correction",
    "lunch",
    "deliberation",
]
"""A phase, or what stands between them: a letter's correction, lunch, the jury's deliberation."""

Route = Literal["training", "vae", "ccp"]
"""Voie d'accès (RE section 2): parcours de formation, VAE, capitalisation de CCP."""

RoomUse = Literal["case_study", "preparation", "jury"]

JURY_PHASES: frozenset[str] = frozenset(
    {"exchanges", "recorded_sequence", "debrief", "technical_interview", "final_interview"}
)
INTERVIEW: frozenset[PhaseId] = frozenset({"recorded_sequence", "debrief", "technical_interview", "final_interview"})
ALONE_WITH_JURY: frozenset[str] = frozenset({"correction", "deliberation"})
"""At these the candidate is not there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`extra_percent` and `extra_minutes`: on top of each phase. `trainers`: names of those who trained them.

    `desk_room`: the name of the room that their desk stands in, "" where it names none.
    """

    id: str
    name: str
    label: str = ""
    route: Route = "training"
    extra_percent: int = 0
    extra_minutes: int = 0
    trainers: tuple[str, ...] = ()
    absent: bool = False
    desk_room: str = ""


@dataclass(frozen=True, slots=True)
class Juror:
    id: str
    name: str
    knows_retention: bool = False
    """Experience of customer retention: one of the two who mark a CCP2 has it (RE section 4)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A binôme de jury: sees a candidate from the exchanges to the last interview, in its own room."""

    id: str
    name: str
    jurors: tuple[Juror, ...]
    room: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    name: str
    posts: int
    uses: tuple[RoomUse, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """`lunch_from`, `lunch_until`: when a lunch may begin. Who ends by `lunch_until` needs none."""

    start: int = 8 * 60 + 30
    letter_minutes: int = 15
    lunch_minutes: int = 45
    lunch_from: int = 11 * 60 + 30
    lunch_until: int = 14 * 60
    deliberation_minutes: int = 30
    latest_end: int = 20 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """`phases`: those that are held; none named stands for all of the format's."""

    format_id: FormatId
    candidates: tuple[Candidate, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rooms: tuple[Room, ...] = ()
    rules: Rules = field(default_factory=Rules)
    phases: tuple[PhaseId, ...] = ()
    date: str = ""
    """ISO; empty while it is not known."""

    @property
    def format(self) -> DayFormat:
        return official_formats()[self.format_id]

    @property
    def held(self) -> tuple[PlannedPhase, ...]:
        return self.format.slice(self.phases) if self.phases else self.format.phases

    @property
    def present(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if not one.absent)

    @property
    def needs_retention(self) -> bool:
        return self.format_id == "ccp2"

    @property
    def has_jury(self) -> bool:
        return any(phase.jury for phase in self.held)

    def corrects(self) -> bool:
        """Whether the jury has letters to correct: productions of a case study, spoken of later."""
        return self.has_jury and any(phase.id == "case_study" for phase in self.held)

    def minutes(self, candidate: Candidate, phase: PlannedPhase) -> int:
        """Of this phase for this candidate: a percentage is rounded up to the minute."""
        extra = -(-phase.minutes * candidate.extra_percent // 100) + candidate.extra_minutes
        return phase.minutes + extra

    def candidate(self, candidate_id: str | None) -> Candidate | None:
        return next((one for one in self.candidates if one.id == candidate_id), None)

    def pair(self, pair_id: str | None) -> Pair | None:
        return next((one for one in self.pairs if one.id == pair_id), None)

    def room(self, room_id: str | None) -> Room | None:
        return next((one for one in self.rooms if one.id == room_id), None)

    def rooms_for(self, use: RoomUse) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if use in room.uses)


@dataclass(frozen=True, slots=True)
class Booking:
    """One activity of one candidate, one jury pair, or both, somewhere."""

    activity: Activity
    start: int
    minutes: int
    candidate: str | None = None
    pair: str | None = None
    room: str | None = None

    @property
    def id(self) -> str:
        """The same wherever it is moved."""
        return f"{self.activity}:{self.candidate or self.pair or ''}"

    @property
    def end(self) -> int:
        return self.start + self.minutes

    def overlaps(self, other: "Booking") -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def has_candidate(self) -> bool:
        return self.candidate is not None and self.activity not in ALONE_WITH_JURY


@dataclass(frozen=True, slots=True)
class Plan:
    day: Day
    bookings: tuple[Booking, ...] = ()

    @property
    def end(self) -> int:
        """Of the last of all but the deliberation; the day's start where nothing is planned."""
        return max((one.end for one in self.bookings if one.activity != "deliberation"), default=self.day.rules.start)

    def of_candidate(self, candidate_id: str) -> tuple[Booking, ...]:
        """Where the candidate is, in order."""
        return in_order(one for one in self.bookings if one.candidate == candidate_id and one.has_candidate)

    def of_pair(self, pair_id: str) -> tuple[Booking, ...]:
        return in_order(one for one in self.bookings if one.pair == pair_id)

    def of_room(self, room_id: str) -> tuple[Booking, ...]:
        return in_order(one for one in self.bookings if one.room == room_id)

    def find(self, booking_id: str) -> Booking | None:
        return next((one for one in self.bookings if one.id == booking_id), None)


def in_order(bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    return tuple(sorted(bookings, key=lambda one: (one.start, one.end, one.id)))
