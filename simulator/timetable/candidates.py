"""Candidates of a day: imported all or none, their records changed, their accommodation kept as a fact."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from exams import extra_time
from simulator.conduct.loading import training_of
from simulator.conduct.sessions import SessionMaker, get_session
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import NewSeat
from simulator.errors import Conflict, NotFound
from simulator.ids import SeatId, SessionId
from simulator.seat.refusals import too_much_in_words
from simulator.storage.database import Sessions
from simulator.timetable.days import FIRST, day_called
from simulator.timetable.rows import CandidateRow, RowFault, Seated, name_fault, read_candidates
from simulator.timetable.store import candidates_of
from simulator.timetable.tables import CandidateRecordRow
from simulator.timetable.views import CandidateChange, ImportedCandidate


class BadCandidates(Conflict):
    """Somebody of the list cannot be taken in, so nobody was."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__("bad_candidates", f"Rien n’a été importé. {fault.problem}", fault.remedy)


async def take_in(
    maker: SessionMaker, sessions: Sessions, session_id: SessionId, new: Sequence[ImportedCandidate], day: str = FIRST
) -> list[SeatRow]:
    """A seat and a record each, all or none; on this day unless they name another.

    Raises NotFound, Conflict; checked anew, as a list just read is.
    """
    training = await get_session(sessions, session_id)
    if training.kind != "exam":
        raise Conflict("exam_only", "Cette séance n’est pas un examen.", "Ajoutez les stagiaires sur sa page.")
    async with sessions() as session:
        exam_day = await session.get(ExamDayRow, session_id)
    days = exam_day.days if exam_day is not None else []
    known = await seated_in(sessions, session_id, days)
    headings = ["Nom", "Poste", "Jour", "Temps majoré", "Minutes", "Référence"]
    rows = [
        [one.name, one.desk, one.day, str(one.extra_percent), str(one.extra_minutes), one.accommodation]
        for one in new
    ]
    faults = read_candidates([headings, *rows], known, days, day).faults
    for trainer in (name for one in new for name in one.trainers):
        wrong = name_fault(trainer)
        faults += [RowFault(0, "Formateurs", *wrong)] if wrong is not None else []
    faults += await over_cap(sessions, session_id, new)
    if faults:
        raise BadCandidates(faults[0])

    async def records(session: AsyncSession, seats: list[SeatRow]) -> None:
        session.add_all(
            CandidateRecordRow(
                seat_id=seat.id,
                route=one.route,
                extra_percent=one.extra_percent,
                extra_minutes=one.extra_minutes,
                accommodation=one.accommodation,
                trainers=list(one.trainers),
                day=day_called(one.day or day, days),
            )
            for seat, one in zip(seats, new, strict=True)
        )

    desks = _desks([one.desk for one in new], [one.desk for one in known])
    return await maker.add_seats(
        training,
        [NewSeat(candidate_name=one.name, desk=desk) for one, desk in zip(new, desks, strict=True)],
        records,
    )


async def seated_in(sessions: Sessions, session_id: SessionId, days: Sequence[str]) -> list[Seated]:
    """Everybody of the session, with the day and the desk of each."""
    async with sessions() as session:
        return [
            Seated(candidate.name, desk, day)
            for day in (FIRST, *days[1:])
            for candidate, desk in await candidates_of(session, session_id, day)
        ]


async def over_cap(
    sessions: Sessions, session_id: SessionId, rows: Iterable[CandidateRow | ImportedCandidate]
) -> list[RowFault]:
    """Extra time that this session may not grant: told by name, before anybody is taken in."""
    async with sessions() as session:
        training = await session.get_one(TrainingSessionRow, session_id)
        day = await session.get(ExamDayRow, session_id)
    held = training_of(training, day)
    faults: list[RowFault] = []
    for row in rows:
        line = row.line if isinstance(row, CandidateRow) else 0
        for phase in held.phases:
            asked = extra_time.extra_minutes(phase.minutes, row.extra_percent, row.extra_minutes)
            most = extra_time.most_extra(phase.minutes, held.most_extra_percent)
            if asked > most:
                problem, remedy = too_much_in_words(phase.id, phase.minutes, asked, most, held.most_extra_percent)
                faults.append(RowFault(line, "Temps majoré", f"{row.name} : {problem}", remedy))
                break
    return faults


async def change_record(sessions: Sessions, session_id: SessionId, seat_id: SeatId, new: CandidateChange) -> None:
    """What is planned with, but for the day. Raises NotFound for a seat of another session."""
    async with sessions() as session, session.begin():
        seat = await session.scalar(select(SeatRow).where(SeatRow.id == seat_id, SeatRow.session_id == session_id))
        if seat is None:
            raise NotFound("Ce candidat n’est pas de cette session.")
        row = await session.get(CandidateRecordRow, seat_id)
        if row is None:
            row = CandidateRecordRow(seat_id=seat_id, extra_percent=0, extra_minutes=0)
            session.add(row)
        row.route, row.accommodation, row.trainers = new.route, new.accommodation, list(new.trainers)
        row.extra_percent, row.extra_minutes = new.extra_percent, new.extra_minutes


async def is_other_time(sessions: Sessions, seat_id: SeatId, new: CandidateChange) -> bool:
    """Whether the extra time, or the decision that grants it, is another than is kept."""
    async with sessions() as session:
        row = await session.get(CandidateRecordRow, seat_id)
    before = (row.extra_percent, row.extra_minutes, row.accommodation) if row is not None else (0, 0, "")
    return before != (new.extra_percent, new.extra_minutes, new.accommodation)


def imported(row: CandidateRow) -> ImportedCandidate:
    """As a preview shows it. Raises ValidationError for a row with faults."""
    return ImportedCandidate(
        name=row.name,
        desk=row.desk,
        route=row.route,
        extra_percent=row.extra_percent,
        extra_minutes=row.extra_minutes,
        accommodation=row.accommodation,
        trainers=row.trainers,
        day=row.day,
    )


def _desks(wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    """« Poste 3 » for whoever has none: the first number that is free."""
    used = {one.casefold() for one in (*wanted, *taken)}
    free = (f"Poste {number}" for number in range(1, 10_000) if f"poste {number}" not in used)
    return [one or next(free) for one in wanted]
