"""A rehearsal's session: the title says so, its phases are short, its sound is kept for a day at the most.

The clock of a running server is nobody's to hurry, so that a rehearsal goes by its own time (decision 055).
"""

from datetime import datetime

import structlog
from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from exams.phases import PhaseId
from simulator.accounts.people import create_person
from simulator.conduct.sessions import SessionMaker
from simulator.conduct.tables import ExamDayRow, TrainingSessionRow
from simulator.conduct.views import NewExamDay, NewSession
from simulator.errors import Conflict
from simulator.french_dates import long_date
from simulator.ids import PersonId, SessionId
from simulator.rehearsing.bodies import AccountMade, NewRehearsal, RehearsalMade
from simulator.rehearsing.removing import remove_accounts
from simulator.storage.database import Sessions
from simulator.updating.under_way import days_under_way

log = structlog.get_logger(__name__)

MINUTES: dict[PhaseId, int] = {
    "case_study": 1,
    "preparation": 5,
    "exchanges": 15,
    "interview_preparation": 5,
    "recorded_sequence": 5,
    "debrief": 5,
    "technical_interview": 5,
    "final_interview": 5,
}
"""Only the case study is waited for to its end, which seals it; the others are closed once they are played."""


async def refuse_beside_an_exam(engine: AsyncEngine) -> None:
    """A rehearsal takes sound, processor and a pack's seals. Raises Conflict while an exam day is under way."""
    held = await days_under_way(engine)
    if held:
        raise Conflict(
            "exam_under_way",
            f"Un examen est en cours : « {held[0]} ».",
            "Répétez un autre jour, ou closez d’abord cette séance si elle est finie.",
        )


async def make_rehearsal(
    sessions: Sessions, engine: AsyncEngine, maker: SessionMaker, new: NewRehearsal, by: PersonId, now: datetime
) -> RehearsalMade:
    """Raises Conflict beside an exam or for a login that exists, and as SessionMaker.create; nothing is left then."""
    await refuse_beside_an_exam(engine)
    asked = NewSession(
        kind="exam",
        title=f"Répétition du {long_date(now)}",
        pack_id=new.pack_id,
        subject_id=new.subject_id,
        retention_days=1,
        exam_day=NewExamDay(format_id=new.format_id, days=(new.day,)),
    )
    training = await maker.create(asked, by)
    people = list[AccountMade]()
    try:
        async with sessions() as session, session.begin():
            await session.execute(_of(training.id).values(rehearsal_people=[], minutes=MINUTES["exchanges"]))
            held = (await session.scalars(select(ExamDayRow).where(ExamDayRow.session_id == training.id))).one()
            held.minutes = {phase: MINUTES[phase] for phase in MINUTES if phase in held.phases}
        for one in new.people:
            row = await create_person(sessions, one.login, one.name, [one.role], new.password)
            people.append(AccountMade(login=one.login, person_id=PersonId(row.id)))
            async with sessions() as session, session.begin():
                made = [it.person_id for it in people]
                await session.execute(_of(training.id).values(rehearsal_people=made))
    except BaseException:
        async with sessions() as session, session.begin():
            await remove_accounts(session, [one.person_id for one in people])
            await session.execute(_of(training.id).values(rehearsal_people=[], closed_at=now))
        raise
    log.info("rehearsal_made", session=training.id, by=by)
    return RehearsalMade(session_id=SessionId(training.id), title=training.title, people=tuple(people))


def _of(session_id: str) -> Update:
    return update(TrainingSessionRow).where(TrainingSessionRow.id == session_id)
