"""A whole session gathered for its procès-verbal, its lists and its archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exams.agreement import Agreement
from scoring.referential import Referential
from simulator.centre.identity import Centre, CentreIdentity
from simulator.desk.rooms import SeatRooms
from simulator.exam_day.days import ExamDays
from simulator.exam_day.roster import Day, Place, exam_of
from simulator.exam_day.state import DayState
from simulator.facts import day_facts
from simulator.facts.day_log import DayFact, DayLog
from simulator.ids import SessionId
from simulator.results.archive_rows import ArchiveRows, archive_id_after
from simulator.results.held_on import as_held
from simulator.results.record import SeatRecord, blank_record
from simulator.results.tables import SealedArchiveRow
from simulator.seat.compared_verdicts import CriterionCompared, agreement_of
from simulator.seat.deciding.deliberating import is_open
from simulator.seat.state import SeatState
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

TOLD_LATER = (
    day_facts.DayIncidentNoted,
    day_facts.DayIncidentClosed,
    day_facts.JurorsChanged,
    day_facts.CandidateRemoved,
)
"""What may still be kept of a session once its archive is sealed, and stands in its minutes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`record` carries marks: whoever is shown it is asked for the signature first."""

    place: Place
    record: SeatRecord
    archives: tuple[SealedArchiveRow, ...]
    """Of this candidate, the oldest first."""

    @property
    def archive(self) -> SealedArchiveRow | None:
        """The last one of the page that stands; while a correction is not signed yet, the last one of all."""
        known = self.archives
        if self.is_signed:
            known = tuple(one for one in known if one not in self.former_archives)
        return known[-1] if known else None

    @property
    def former_archives(self) -> tuple[SealedArchiveRow, ...]:
        """Sealed of a page that a correction has replaced, whenever they were made."""
        seat_id, digest = self.place.seat_id, self.record.digest
        pages = self.state.deliberation.pages.values()
        replaced = {archive_id_after(seat_id, one.signed_at) for one in pages if one.digest != digest}
        since = self.record.signed_at if self.is_signed else None
        # One that was asked for again has no page in its name: it is of the page that stood when it was sealed.
        return tuple(one for one in self.archives if one.id in replaced or since is None or one.sealed_at < since)

    @property
    def state(self) -> SeatState:
        return self.record.state

    @property
    def is_signed(self) -> bool:
        return self.state.deliberation.is_signed(self.place.seat_id, self.state.jurors)

    @property
    def is_settled(self) -> bool:
        """Nothing more is awaited of its jury: signed, or nobody came."""
        return self.is_signed or self.state.day.presence == "absent"


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """`archives` of the session itself, the oldest first."""

    day: Day
    state: DayState
    facts: Sequence[DayFact]
    candidates: tuple[Candidate, ...]
    archives: tuple[SealedArchiveRow, ...]
    centre: Centre

    @property
    def id(self) -> SessionId:
        return self.day.session.id

    @property
    def by_date(self) -> dict[date | None, list[Candidate]]:
        """Every date of the session in its order, with whom is examined then; None alone where no date is set."""
        found: dict[date | None, list[Candidate]] = {date.fromisoformat(one): [] for one in self.day.row.days}
        for one in self.candidates:
            found.setdefault(one.record.held_on, []).append(one)
        return found

    @property
    def has_several_dates(self) -> bool:
        return len(self.day.row.days) > 1

    @property
    def awaited(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if not one.is_settled)

    @property
    def archive(self) -> SealedArchiveRow | None:
        return self.archives[-1] if self.archives else None

    @property
    def is_archive_outdated(self) -> bool:
        """A correction was opened or signed since the session's archive was sealed, or something else that it tells
        came to be known."""
        if self.archive is None:
            return False
        told = [self.ended_at, *(fact.at for fact in self.facts if isinstance(fact.data, TOLD_LATER))]
        for one in self.candidates:
            day = one.state.day
            told += [day.arrived_at, day.left_at, day.accommodation_at]
        sealed_at = self.archive.sealed_at
        return bool(self.awaited) or any(at is not None and at > sealed_at for at in told)

    @property
    def agreement(self) -> Agreement | None:
        """Of the jurors over every candidate whose deliberation is open; None where none was compared."""
        opened = [one.record for one in self.candidates if len(one.state.jurors) > 1 and is_open(one.state)]
        each: list[CriterionCompared] = [criterion for record in opened for criterion in record.compared]
        return agreement_of(each) if each else None

    @property
    def ended_at(self) -> datetime | None:
        """When the last jury signed; None while one is awaited."""
        signed = [one.record.signed_at for one in self.candidates if one.is_signed]
        return max(signed) if signed and not self.awaited else None


@dataclass(frozen=True, slots=True)
class SessionRecords:
    """Reads; keeps nothing."""

    sessions: Sessions
    rooms: SeatRooms
    clock: SteadyClock
    referential: Referential
    centre: CentreIdentity

    async def of(self, session_id: SessionId) -> SessionRecord:
        """Raises NotFound where this session is no exam."""
        day = await exam_of(self.sessions, session_id)
        archives = await ArchiveRows(self.sessions).of_session(session_id)
        candidates: list[Candidate] = []
        # Day by day; of one day in the order of the labels.
        for place in sorted(day.places, key=lambda one: one.day):
            state = (await self.rooms.read(place.seat_id)).state
            record = blank_record(state, self.referential, as_held(place.day, day.row.days))
            of_it = tuple(one for one in archives if one.seat_id == place.seat_id)
            candidates.append(Candidate(place, record, of_it))
        return SessionRecord(
            day=day,
            state=await ExamDays(self.sessions, self.clock).state(session_id),
            facts=await DayLog(self.sessions).of_session(session_id),
            candidates=tuple(candidates),
            archives=tuple(one for one in archives if one.seat_id is None),
            centre=await self.centre.in_force(),
        )
