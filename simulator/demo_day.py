"""« Une journée d'examen en dix minutes »: a title session with short phases, walked through by one person in tabs.

One account holds the three roles of the staff, because a browser keeps one sign-in of the staff for all its tabs.
"""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select, update

from exams.formats import official_formats
from exams.phases import PhaseId
from simulator.accounts.live_rights import LiveRights
from simulator.accounts.signing import SignIns
from simulator.accounts.tables import PersonRow
from simulator.conduct.in_turn import in_turn
from simulator.conduct.sessions import SessionMaker, UseSessionMaker, close_session, get_session, set_jurors
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import NewExamDay, NewSeat, NewSession
from simulator.desk.rooms import SeatRooms
from simulator.errors import NotFound
from simulator.ids import PersonId
from simulator.packs.registry import PackRegistry
from simulator.parts import UseLiveRights, UsePackRegistry, UseSessions
from simulator.storage.database import Sessions

TITLE = "Une journée d’examen en dix minutes"
LOGIN = "demo-journee"

MINUTES: dict[PhaseId, int] = {
    "case_study": 2,
    "preparation": 2,
    "exchanges": 2,
    "interview_preparation": 1,
    "recorded_sequence": 1,
    "debrief": 1,
    "final_interview": 1,
}
"""Ten in all. The subject is drawn within the preparation; a call under way at the end of the exchanges goes on."""


CANDIDATES = ("Léa Martin", "Yanis Benali")


class DemoDay:
    """The demonstration's day: made where none is open, and anew once it is over."""

    def __init__(self, sessions: Sessions, packs: PackRegistry, maker: SessionMaker, live_rights: LiveRights) -> None:
        self.sessions, self._packs, self._maker, self._live_rights = sessions, packs, maker, live_rights

    async def install(self) -> None:
        """Idempotent."""
        if await self._open_day() is None:
            await self._make()

    async def begin_anew(self, seat: SeatRow, rooms: SeatRooms, sign_ins: SignIns) -> None:
        """Closes the day of this seat and makes another."""
        await close_session(self.sessions, sign_ins, rooms, await get_session(self.sessions, seat.session_id))
        await self._make()

    async def seat(self) -> SeatRow:
        """The first candidate's. Raises NotFound where no scenario is installed."""
        training = await self._open_day()
        of_day = SeatRow.session_id == (training.id if training else "")
        async with self.sessions() as session:
            seat = (await session.scalars(select(SeatRow).where(of_day).order_by(SeatRow.label))).first()
        if seat is None:
            raise NotFound("La journée de démonstration n’est pas installée : aucun scénario ne l’est.")
        return seat

    async def leader(self) -> PersonId:
        """Whoever holds its three roles. Raises NotFound."""
        async with self.sessions() as session:
            person = await session.scalar(select(PersonRow.id).where(PersonRow.login == LOGIN))
        if person is None:
            raise NotFound
        return person

    async def _open_day(self) -> TrainingSessionRow | None:
        query = select(TrainingSessionRow).where(
            TrainingSessionRow.title == TITLE, TrainingSessionRow.closed_at.is_(None)
        )
        async with self.sessions() as session:
            return (await session.scalars(query.order_by(TrainingSessionRow.created_at.desc()))).first()

    async def _make(self) -> None:
        pack = next((pack for pack in self._packs.all() if pack.subjects), None)
        if pack is None:
            return
        subject = next((one for one in pack.subjects if one.exam_format is None), pack.subjects[0])
        # A pack without a case study has the day without its first part.
        title = official_formats()["title"].phases
        held: tuple[PhaseId, ...] = tuple(one.id for one in title if pack.case_studies or not one.produces)
        leader = await self.leader()
        new = NewSession(
            kind="exam",
            title=TITLE,
            pack_id=pack.company.id,
            subject_id=subject.id,
            exam_day=NewExamDay(format_id="title", phases=held),
        )
        training = await self._maker.create(new, leader)
        async with self.sessions() as session, session.begin():
            day = update(ExamDayRow).where(ExamDayRow.session_id == training.id)
            await session.execute(day.values(minutes=dict(MINUTES)))
            exchanges = update(TrainingSessionRow).where(TrainingSessionRow.id == training.id)
            await session.execute(exchanges.values(minutes=MINUTES["exchanges"]))
        for number, name in enumerate(CANDIDATES, start=1):
            place = NewSeat(candidate_name=name, desk=f"Salle A · Poste {number}")
            seat = await self._maker.add_seat(training, place)
            await set_jurors(self.sessions, self._live_rights, seat.id, [leader])


async def the_demo_day(
    sessions: UseSessions, packs: UsePackRegistry, maker: UseSessionMaker, live_rights: UseLiveRights
) -> DemoDay:
    return DemoDay(sessions, packs, maker, live_rights)


UseDemoDay = Annotated[DemoDay, Depends(the_demo_day)]


async def enter(day: DemoDay, rooms: SeatRooms, sign_ins: SignIns, response: Response, who: str) -> str:
    """Signs this browser in at one of the day's desks and says where it is. A day that is over begins anew."""
    async with in_turn("demonstration's day"):
        # Only once somebody wants it: a subject that an exam uses is suggested to no trainee.
        await day.install()
    seat = await day.seat()
    if who == "session_lead" and all(clock.state == "ended" for clock in (await rooms.read(seat.id)).state.clocks):
        await day.begin_anew(seat, rooms, sign_ins)
        seat = await day.seat()
    if who == "candidate":
        await sign_ins.open(response, "candidate", seat.person_id, seat.id)
        return "/candidat"
    await sign_ins.open(response, "staff", await day.leader())
    if who == "session_lead":
        return f"/jury/session/{seat.session_id}/journee"
    if who == "invigilator":
        return f"/surveillance/{seat.session_id}"
    return f"/jury/candidat/{seat.id}"
