"""A seat's state out of the database: its rows, its pack, its facts."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.tables import PersonRow
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.errors import NotFound
from simulator.facts.log import FactLog
from simulator.ids import SeatId
from simulator.seat.clock import ExchangesClock
from simulator.seat.place import Seat, Training
from simulator.seat.state import SeatState


class SeatLoader:
    """Reads seats; keeps nothing."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], packs: KeptPacks, facts: FactLog) -> None:
        self._sessions, self._packs, self._facts = sessions, packs, facts

    async def load(self, seat_id: SeatId) -> SeatState:
        """The seat as its facts make it. Raises NotFound."""
        async with self._sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            if seat is None:
                raise NotFound("Ce poste n’existe pas.")
            training = await session.get_one(TrainingSessionRow, seat.session_id)
            person = await session.get_one(PersonRow, seat.person_id)
        place = Seat(seat.id, seat.label, seat.desk, seat.extra_minutes, seat.captions)
        pack = (await self._packs.of(training)).pack
        clock = ExchangesClock.planned(training.minutes, seat.extra_minutes)
        state = SeatState(place, training_of(training), pack, person.name, clock)
        await self.bring_up_to_date(state)
        return state

    async def bring_up_to_date(self, state: SeatState) -> None:
        """Adds the attempts and the facts that this state does not know yet."""
        async with self._sessions() as session:
            training = await session.get_one(TrainingSessionRow, state.training.id)
            rows = list(await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id == state.seat.id)))
        state.training = training_of(training)
        for row in rows:
            state.add_run(row.id, row.subject_id, row.exchange_id, row.position, row.attempt)
        for fact in await self._facts.of_seat(state.seat.id, after=state.last_fact):
            state.apply(fact)


def training_of(row: TrainingSessionRow) -> Training:
    return Training(
        id=row.id,
        kind=row.kind,
        title=row.title,
        pack_id=row.pack_id,
        subject_id=row.subject_id,
        minutes=row.minutes,
        spell_check=row.spell_check,
        paste_limit=row.paste_limit,
        findings=row.findings,
        feedback=row.feedback,
        legal_basis=row.legal_basis,
        retention_days=row.retention_days,
        closed_at=row.closed_at,
        pack_version=row.pack_version,
    )
