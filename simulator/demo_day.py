"""« Une journée d'examen en dix minutes »: a title session with short phases, walked through by one person in tabs.

One account holds the three roles of the staff, because a browser keeps one sign-in of the staff for all its tabs.
"""

from fastapi import Response
from sqlalchemy import select, update

from exams.formats import official_formats
from exams.phases import PhaseId
from simulator.accounts.signing import sign_in
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import NewExamDay, NewSeat, NewSession
from simulator.errors import NotFound
from simulator.services import Services

TITLE = "Une journée d’examen en dix minutes"
LOGIN = "demo-journee"

MINUTES: dict[PhaseId, int] = {
    "case_study": 2,
    "preparation": 1,
    "exchanges": 3,
    "interview_preparation": 1,
    "recorded_sequence": 1,
    "debrief": 1,
    "final_interview": 1,
}
"""Ten in all."""


async def install(services: Services) -> None:
    """Makes the day where none is open. Idempotent."""
    if await _open_day(services) is None:
        await _make(services)


async def enter(services: Services, response: Response, who: str) -> str:
    """Signs this browser in at one of the day's desks and says where it is. A day that is over begins anew."""
    seat = await _seat(services)
    if who == "session_lead" and await _is_over(services, seat):
        await conduct.close_session(services, await conduct.get_session(services, seat.session_id))
        await _make(services)
        seat = await _seat(services)
    if who == "candidate":
        await sign_in(services, response, "candidate", seat.person_id, seat.id)
        return "/candidat"
    async with services.sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == LOGIN))
    if person is None:
        raise NotFound
    await sign_in(services, response, "staff", person.id)
    if who == "session_lead":
        return f"/jury/session/{seat.session_id}/journee"
    if who == "invigilator":
        return f"/surveillance/{seat.session_id}"
    return f"/jury/candidat/{seat.id}"


async def _make(services: Services) -> None:
    packs = [pack for pack in services.packs.all() if pack.subjects]
    if not packs:
        return
    pack = packs[0]
    subject = next((one for one in pack.subjects if one.exam_format is None), pack.subjects[0])
    # A pack without a case study has the day without its first part.
    held = tuple(one.id for one in official_formats()["title"].phases if pack.case_studies or not one.produces)
    async with services.sessions() as session:
        leader = await session.scalar(select(PersonRow.id).where(PersonRow.login == LOGIN))
    if leader is None:
        return
    new = NewSession(
        kind="exam",
        title=TITLE,
        pack_id=pack.company.id,
        subject_id=subject.id,
        exam_day=NewExamDay(format_id="title", phases=held),
    )
    training = await conduct.create_session(services, new, leader)
    async with services.sessions() as session, session.begin():
        day = update(ExamDayRow).where(ExamDayRow.session_id == training.id)
        await session.execute(day.values(minutes=dict(MINUTES)))
        exchanges = update(TrainingSessionRow).where(TrainingSessionRow.id == training.id)
        await session.execute(exchanges.values(minutes=MINUTES["exchanges"]))
    for number, name in enumerate(("Léa Martin", "Yanis Benali"), start=1):
        seat = await conduct.add_seat(
            services, training, NewSeat(candidate_name=name, desk=f"Salle A · Poste {number}")
        )
        await conduct.set_jurors(services, seat.id, [leader])


async def _open_day(services: Services) -> TrainingSessionRow | None:
    query = select(TrainingSessionRow).where(
        TrainingSessionRow.title == TITLE, TrainingSessionRow.closed_at.is_(None)
    )
    async with services.sessions() as session:
        return (await session.scalars(query.order_by(TrainingSessionRow.created_at.desc()))).first()


async def _seat(services: Services) -> SeatRow:
    """The first candidate's. Raises NotFound where no scenario is installed."""
    training = await _open_day(services)
    async with services.sessions() as session:
        seats = select(SeatRow).where(SeatRow.session_id == (training.id if training else "")).order_by(SeatRow.label)
        seat = (await session.scalars(seats)).first()
    if seat is None:
        raise NotFound("La journée de démonstration n’est pas installée : aucun scénario ne l’est.")
    return seat


async def _is_over(services: Services, seat: SeatRow) -> bool:
    state = (await services.rooms.read(seat.id)).state
    return all(clock.state == "ended" for clock in state.clocks)
