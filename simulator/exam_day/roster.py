"""Who sits where on an exam day."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.tables import PersonRow
from simulator.conduct.keepers import room_of
from simulator.conduct.tables import ExamDayRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.errors import Forbidden, NotFound, SimulatorError
from simulator.ids import SeatId, SessionId
from simulator.timetable.days import FIRST, day_called
from simulator.timetable.tables import CandidateRecordRow


@dataclass(frozen=True, slots=True)
class Place:
    """`room`: "" where the centre named none."""

    seat_id: SeatId
    label: str
    desk: str
    room: str
    candidate: str
    jurors: tuple[str, ...]
    day: str = FIRST
    """Of a session of several."""


@dataclass(frozen=True, slots=True)
class Day:
    """An exam session that is held as a day, and its places in the order of their labels."""

    session: TrainingSessionRow
    row: ExamDayRow
    places: tuple[Place, ...]
    kept: frozenset[str] | None = None
    """The rooms of whoever looks, where these are not all (`keeping.py`)."""
    day: str = FIRST
    """The one that is looked at, of a session of several."""

    def seats_of(self, room: str, seat_ids: tuple[SeatId, ...] = ()) -> tuple[SeatId, ...]:
        """Of a room, of these seats, or all. Raises NotFound, Forbidden for what is not of this day."""
        known = {place.seat_id for place in self.places}
        if not known.issuperset(seat_ids):
            raise self._unknown_seat()
        if seat_ids:
            return tuple(place.seat_id for place in self.places if place.seat_id in seat_ids)
        if room and self.kept is not None and room not in self.kept:
            raise Forbidden("Vous ne surveillez pas cette salle : le responsable de session vous y attache.")
        if room and room not in {place.room for place in self.places}:
            raise NotFound("Cette salle n’est pas de cette journée.")
        return tuple(place.seat_id for place in self.places if room in ("", place.room))

    def on(self, day: str) -> "Day":
        """With the candidates of one of its days alone, and that day's name. Raises NotFound."""
        called = day_called(day, self.row.days)
        return replace(self, places=tuple(one for one in self.places if one.day == called), day=called)

    def place(self, seat_id: SeatId) -> Place:
        """Raises NotFound."""
        found = next((place for place in self.places if place.seat_id == seat_id), None)
        if found is None:
            raise self._unknown_seat()
        return found

    def _unknown_seat(self) -> SimulatorError:
        if self.kept is not None:
            return Forbidden("Ce poste n’est pas dans une salle que vous surveillez.")
        return NotFound("Ce poste n’est pas de cette journée.")


async def day_of(sessions: async_sessionmaker[AsyncSession], session_id: SessionId) -> Day:
    """Raises NotFound where this session is no exam day."""
    async with sessions() as session:
        training = await session.get(TrainingSessionRow, session_id)
        row = await session.get(ExamDayRow, session_id)
        if training is None or row is None:
            raise NotFound("Cette séance n’est pas une journée d’épreuves.")
        return await _gathered(session, training, row)


async def exam_of(sessions: async_sessionmaker[AsyncSession], session_id: SessionId) -> Day:
    """As `day_of`, also of an exam that is only its exchanges: decided on as a whole title, on no day in particular.

    Raises NotFound where this session is no exam.
    """
    async with sessions() as session:
        training = await session.get(TrainingSessionRow, session_id)
        if training is None or training.kind != "exam":
            raise NotFound("Cette séance n’est pas un examen.")
        row = await session.get(ExamDayRow, session_id)
        plain = ExamDayRow(session_id=session_id, format_id="title", phases=["exchanges"], days=[])
        return await _gathered(session, training, row or plain)


async def _gathered(session: AsyncSession, training: TrainingSessionRow, row: ExamDayRow) -> Day:
    seats = list(
        await session.execute(
            select(SeatRow, PersonRow.name, CandidateRecordRow.day)
            .join(PersonRow, PersonRow.id == SeatRow.person_id)
            .outerjoin(CandidateRecordRow, CandidateRecordRow.seat_id == SeatRow.id)
            .where(SeatRow.session_id == training.id)
            .order_by(SeatRow.label)
        )
    )
    jurors: dict[str, list[str]] = {}
    for seat_id, name in await session.execute(
        select(SeatJurorRow.seat_id, PersonRow.name)
        .join(PersonRow, PersonRow.id == SeatJurorRow.person_id)
        .join(SeatRow, SeatRow.id == SeatJurorRow.seat_id)
        .where(SeatRow.session_id == training.id)
        .order_by(PersonRow.name)
    ):
        jurors.setdefault(seat_id, []).append(name)
    places = tuple(
        Place(seat.id, seat.label, seat.desk, room_of(seat.desk), name, tuple(jurors.get(seat.id, ())), day or FIRST)
        for seat, name, day in seats
    )
    return Day(training, row, places)
