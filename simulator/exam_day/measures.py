"""Carrying a measure out at every seat that it names, each once: now, and once more after a crash in the middle."""

from collections.abc import Callable

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.conduct.tables import ExamDayRow, TrainingSessionRow
from simulator.desk.rooms import SeatRooms
from simulator.errors import SimulatorError
from simulator.exam_day.days import ExamDays
from simulator.exam_day.state import DayState, Taken
from simulator.facts.day_facts import AnyDayFact, MeasureCarriedOut
from simulator.facts.fact import SYSTEM, Actor
from simulator.facts.log import AlreadyDone
from simulator.ids import SeatId, SessionId
from simulator.seat.deciding import phases
from simulator.seat.decision import Decision, Scene

log = structlog.get_logger(__name__)

RECOVERY = Actor("system", "Combiné")


async def carry_out(rooms: SeatRooms, days: ExamDays, session_id: SessionId, taken: Taken, actor: Actor) -> None:
    """Pauses what runs at its seats; once lifted, lets it go on. Raises NotKept.

    Cancelled or killed in the middle, the next start finishes it: what was done is not done again. Where all was done
    the day says so: nothing that was opened or ended since is its business.
    """
    lifted = taken.lifted_at is not None
    if not taken.is_carried_out:
        for seat_id in taken.seat_ids:
            await _at_seat(rooms, seat_id, actor, lambda scene: phases.pause_for(scene, taken.measure))
    if lifted and not taken.is_lift_carried_out:
        for seat_id in taken.seat_ids:
            await _at_seat(rooms, seat_id, actor, lambda scene: phases.resume_after(scene, taken.measure))
    if not taken.is_carried_out or (lifted and not taken.is_lift_carried_out):
        await days.keep(session_id, SYSTEM, lambda state: _done(state, taken.id, lifted))


def _done(state: DayState, measure_id: str, lifted: bool) -> list[AnyDayFact]:
    known = state.measures[measure_id]
    if known.is_carried_out and (known.is_lift_carried_out or not lifted):
        return []
    return [MeasureCarriedOut(measure_id=measure_id, lifted=lifted)]


async def finish_after_start(sessions: async_sessionmaker[AsyncSession], rooms: SeatRooms, days: ExamDays) -> None:
    """Once at start: measures whose seats were not all reached before the server fell."""
    async with sessions() as session:
        query = select(ExamDayRow.session_id).join(TrainingSessionRow).where(TrainingSessionRow.closed_at.is_(None))
        open_days = list(await session.scalars(query))
    for session_id in open_days:
        try:
            for taken in list((await days.state(session_id)).measures.values()):
                await carry_out(rooms, days, SessionId(session_id), taken, RECOVERY)
        except SimulatorError as error:
            log.error("measures_not_finished", session=session_id, why=error.message)
        except Exception:
            # One day that cannot be read must not keep the centre from opening.
            log.exception("measures_not_finished", session=session_id)


async def _at_seat(rooms: SeatRooms, seat_id: SeatId, actor: Actor, make: Callable[[Scene], Decision]) -> None:
    try:
        await (await rooms.room(seat_id)).commanding.decide(actor, make)
    except AlreadyDone:
        # By another process, before this one knew it.
        return
