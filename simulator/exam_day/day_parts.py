"""What the routes of an exam day are given of the application."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from exams.timetable.model import Plan
from simulator.desk.rooms import SeatRooms
from simulator.exam_day.days import ExamDays
from simulator.ids import SessionId
from simulator.parts import UseClock, UseRooms, UseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.timetable.store import TimetableStore


@dataclass(frozen=True, slots=True)
class DayParts:
    """One set for each request."""

    sessions: Sessions
    rooms: SeatRooms
    clock: SteadyClock

    @property
    def days(self) -> ExamDays:
        return ExamDays(self.sessions, self.clock)

    async def plan(self, session_id: SessionId) -> Plan:
        """The timetable as it stands now; without bookings where none was made. Raises NotFound, NotAnExamDay."""
        return (await TimetableStore(self.sessions).newest(session_id)).plan


async def the_day_parts(sessions: UseSessions, rooms: UseRooms, clock: UseClock) -> DayParts:
    return DayParts(sessions, rooms, clock)


UseDay = Annotated[DayParts, Depends(the_day_parts)]
