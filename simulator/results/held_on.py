"""On which date a candidate is examined: their own, of a session of several."""

from datetime import date

from sqlalchemy import select

from simulator.conduct.tables import ExamDayRow, SeatRow
from simulator.ids import SeatId
from simulator.storage.database import Sessions
from simulator.timetable.days import FIRST, date_of
from simulator.timetable.tables import CandidateRecordRow


async def held_on(sessions: Sessions, seat_id: SeatId) -> date | None:
    """None where the session has no date, or is no day."""
    query = (
        select(ExamDayRow.days, CandidateRecordRow.day)
        .select_from(SeatRow)
        .join(ExamDayRow, ExamDayRow.session_id == SeatRow.session_id)
        .outerjoin(CandidateRecordRow, CandidateRecordRow.seat_id == SeatRow.id)
        .where(SeatRow.id == seat_id)
    )
    async with sessions() as session:
        found = (await session.execute(query)).one_or_none()
    return as_held(found[1] or FIRST, found[0]) if found is not None else None


def as_held(day: str, days: list[str]) -> date | None:
    """Of a candidate of this day, of a session held on these dates."""
    called = date_of(day, days)
    return date.fromisoformat(called) if called else None
