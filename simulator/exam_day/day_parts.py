"""What the routes of an exam day are given of the application."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from exams.timetable.model import Plan
from simulator.desk.rooms import SeatRooms
from simulator.exam_day.days import ExamDays
from simulator.exam_day.roster import Day
from simulator.ids import SeatId
from simulator.parts import UseClock, UseRooms, UseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.timetable.days import today_of
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

    async def plan(self, day: Day) -> Plan:
        """The timetable of this day as it stands; without bookings where none was made. Raises NotFound."""
        return (await TimetableStore(self.sessions, day.day).newest(day.session.id)).plan

    def concerned(self, day: Day, asked: str | None, seat_ids: Sequence[SeatId] = ()) -> Day:
        """The day that an act is of: the one asked for; else that of the first seat it names, or the one shown.

        Raises NotFound.
        """
        if asked is None and seat_ids:
            return day.on(day.place(seat_ids[0]).day)
        return self.shown(day, asked)

    def shown(self, day: Day, asked: str | None) -> Day:
        """The candidates of the day that is asked for, or of today. Raises NotFound."""
        return day.on(today_of(day.row.days, self.clock.now().astimezone().date()) if asked is None else asked)


async def the_day_parts(sessions: UseSessions, rooms: UseRooms, clock: UseClock) -> DayParts:
    return DayParts(sessions, rooms, clock)


UseDay = Annotated[DayParts, Depends(the_day_parts)]
