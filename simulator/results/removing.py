"""A candidate who was entered by mistake, or twice, is taken out: only while nothing of theirs is kept.

Seat, code and record go with a dated fact of whoever removes them, in one transaction; what a real candidate did is
never removed here.
"""

from sqlalchemy import Table, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.tables import PersonRow, SignInRow
from simulator.conduct.in_turn import in_turn
from simulator.conduct.sessions import refuse_closed
from simulator.conduct.tables import ExchangeRunRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, NotFound
from simulator.facts.day_facts import CandidateRemoved
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.facts.tables import DayFactRow, FactRow
from simulator.ids import SeatId
from simulator.phones.tables import SipAccountRow
from simulator.results.erasing import erase_rows
from simulator.steady_clock import SteadyClock
from simulator.storage.base import Base
from simulator.storage.database import Sessions
from simulator.storage.not_kept import NotKept
from simulator.timetable.tables import CandidateRecordRow

TRIES = 5

PREPARED = ("accommodation.granted", "candidate.changed", "clock.extended")
"""Facts of a seat before anybody sits at it: how it was entered, and what was granted beforehand."""

GO_ALONG = {
    one.__tablename__ for one in (SeatRow, SeatJurorRow, ExchangeRunRow, CandidateRecordRow, FactRow, SipAccountRow)
}
"""Rows of a seat that it has from being made, its telephone's account included where there are telephones."""

JURY = "jurors.changed"


async def remove(sessions: Sessions, clock: SteadyClock, rooms: SeatRooms, actor: Actor, seat_id: SeatId) -> None:
    """Raises NotFound, Conflict where something of theirs is kept, NotKept. Cancelled, it may be done."""
    async with sessions() as session:
        seat = await session.get(SeatRow, seat_id)
    if seat is None:
        raise NotFound("Ce poste n’existe pas, ou n’existe plus.")
    session_id, log = seat.session_id, DayLog(sessions)

    async def go(session: AsyncSession) -> None:
        refuse_closed(await session.get_one(TrainingSessionRow, session_id))
        await _need_untouched(session, seat)
        person_id = seat.person_id
        await erase_rows(session, seat_id)
        await session.execute(delete(SeatRow).where(SeatRow.id == seat_id))
        nowhere_else = ~exists().where(SeatRow.person_id == person_id)
        nobodys_account = (PersonRow.id == person_id, PersonRow.login.is_(None))
        await session.execute(delete(PersonRow).where(*nobodys_account, nowhere_else))

    async with in_turn(f"candidates {session_id}"):
        async with sessions() as session:
            person = await session.get_one(PersonRow, seat.person_id)
        removed = CandidateRemoved(seat_id=seat_id, label=seat.label, name=person.name, desk=seat.desk)
        for _ in range(TRIES):
            facts = await log.of_session(session_id)
            try:
                await log.keep(session_id, facts[-1].number if facts else 0, [(actor, removed)], clock.now(), go)
            except Overtaken:
                continue
            await rooms.forget_seat(seat_id)
            return
    raise NotKept


async def _need_untouched(session: AsyncSession, seat: SeatRow) -> None:
    """Raises Conflict, in words, for the first thing of theirs that is found."""
    if await session.scalar(select(SignInRow.id).where(SignInRow.seat_id == seat.id).limit(1)) is not None:
        raise _touched(seat, "son poste a déjà été ouvert avec un code")
    done = select(FactRow.id).where(FactRow.seat_id == seat.id, FactRow.kind.not_in(PREPARED)).limit(1)
    if await session.scalar(done) is not None:
        raise _touched(seat, "quelque chose est déjà enregistré à son poste")
    told = await session.execute(
        select(DayFactRow.data).where(DayFactRow.session_id == seat.session_id, DayFactRow.kind != JURY)
    )
    if any(seat.id in (data.get("seat_id"), *data.get("seat_ids", ())) for (data,) in told):
        raise _touched(seat, "un fait de la journée le nomme (plis, mesure, incident ou aide)")
    for table in Base.metadata.sorted_tables:
        if "seat_id" in table.c and table.name not in GO_ALONG and await _has(session, table, seat.id):
            raise _touched(seat, "un document ou une production de lui est déjà gardé")


async def _has(session: AsyncSession, table: Table, seat_id: SeatId) -> bool:
    return bool(await session.scalar(select(exists().where(table.c.seat_id == seat_id))))


def _touched(seat: SeatRow, what: str) -> Conflict:
    return Conflict(
        "candidate_begun",
        f"{seat.label} ne peut plus être retiré\u00a0: {what}.",
        "S’il ne vient pas, notez-le absent sur l’écran de la journée\u00a0; son dossier reste, vide.",
    )
