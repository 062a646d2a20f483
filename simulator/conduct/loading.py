"""A seat's state out of the database: its rows, its pack, its facts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from exams.formats import official_formats
from exams.phases import WRITTEN, FormatId, PhaseId
from simulator.accounts.tables import PersonRow
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import ExamDayRow, ExchangeRunRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.errors import NotFound
from simulator.facts.fact import Actor
from simulator.facts.log import FactLog
from simulator.ids import SeatId
from simulator.seat.clock import PhaseClock
from simulator.seat.kept import Kept
from simulator.seat.place import Seat, Training
from simulator.seat.state import SeatState
from simulator.seat.written import Version

ReadVersions = Callable[[SeatState], Awaitable[Sequence[Version]]]
"""The versions of what was written at a seat that its state does not know yet."""


class SeatLoader:
    """Reads seats; keeps nothing."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        packs: KeptPacks,
        facts: FactLog,
        read_versions: ReadVersions,
    ) -> None:
        self._sessions, self._packs, self._facts = sessions, packs, facts
        self._read_versions = read_versions

    async def load(self, seat_id: SeatId, up_to: int | None = None) -> SeatState:
        """The seat as its facts make it; `up_to`: as it was at the fact of this number. Raises NotFound."""
        async with self._sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            if seat is None:
                raise NotFound("Ce poste n’existe pas.")
            training = await session.get_one(TrainingSessionRow, seat.session_id)
            day = await session.get(ExamDayRow, seat.session_id)
            person = await session.get_one(PersonRow, seat.person_id)
        place = Seat(seat.id, seat.label, seat.desk, seat.extra_minutes, seat.captions)
        pack = (await self._packs.of(training)).pack
        clock = PhaseClock.planned(training.minutes, seat.extra_minutes)
        played = training_of(training, day)
        others: dict[PhaseId, PhaseClock] = {
            phase.id: PhaseClock.planned(phase.minutes, 0, phase.id)
            for phase in played.phases
            if phase.id != "exchanges"
        }
        state = SeatState(place, played, pack, person.name, clock, others)
        await self.bring_up_to_date(state, up_to)
        return state

    async def bring_up_to_date(self, state: SeatState, up_to: int | None = None) -> None:
        """Adds the attempts and the facts that this state does not know yet."""
        async with self._sessions() as session:
            training = await session.get_one(TrainingSessionRow, state.training.id)
            day = await session.get(ExamDayRow, state.training.id)
            rows = list(await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id == state.seat.id)))
            attached = await session.scalars(
                select(SeatJurorRow.person_id).where(SeatJurorRow.seat_id == state.seat.id)
            )
            jurors = frozenset(Actor.of_person(person_id).id for person_id in attached)
        state.training, state.jurors = training_of(training, day), jurors
        pack = (await self._packs.of(training)).pack
        if pack is not state.pack and day is not None:
            # The envelopes were opened meanwhile.
            state.pack, state.kept = pack, Kept()
        for row in rows:
            state.add_run(row.id, row.subject_id, row.exchange_id, row.position, row.attempt)
        if any(phase.id in WRITTEN for phase in state.training.phases):
            state.written.apply(await self._read_versions(state))
        for fact in await self._facts.of_seat(state.seat.id, after=state.last_fact):
            if up_to is None or fact.number <= up_to:
                state.apply(fact)


def training_of(row: TrainingSessionRow, day: ExamDayRow | None = None) -> Training:
    """`day`: of an exam session that is more than its exchanges."""
    format_id = cast(FormatId, day.format_id) if day is not None else None
    phases = official_formats()[format_id].slice(cast(list[PhaseId], day.phases)) if format_id and day else ()
    if day is not None and day.minutes:
        phases = tuple(replace(phase, minutes=day.minutes.get(phase.id, phase.minutes)) for phase in phases)
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
        format_id=format_id,
        phases=phases,
        case_study_id=day.case_study_id if day is not None else None,
        outside_paste=day is not None and day.outside_paste,
        most_hearings=day.most_hearings if day is not None else None,
        most_extra_percent=day.most_extra_percent if day is not None else None,
    )
