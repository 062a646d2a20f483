"""The plan in versions: reading the day as it stands, keeping a change, going back to what was before.

Candidates are not in a version: they are the session's seats, so that an undone move gives nobody their place back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from exams.phases import FormatId, PhaseId
from exams.timetable.model import Booking, Candidate, Day, Pair, Plan, Room, Route, Rules, in_order
from simulator.accounts.tables import PersonRow
from simulator.conduct.keepers import room_of
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.facts.fact import Actor
from simulator.facts.tables import FactRow
from simulator.ids import SeatId, SessionId
from simulator.storage.database import Sessions
from simulator.timetable.days import FIRST, date_of, day_called
from simulator.timetable.tables import CandidateRecordRow, TimetableVersionRow


@dataclass(frozen=True, slots=True)
class Content:
    """What a version keeps."""

    date: str = ""
    rooms: tuple[Room, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rules: Rules = field(default_factory=Rules)
    bookings: tuple[Booking, ...] = ()


CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


@dataclass(frozen=True, slots=True)
class Kept:
    """`version` 0: nothing was kept yet. `desks`: of candidates, by seat."""

    session_id: SessionId
    title: str
    version: int
    plan: Plan
    undo_to: int | None
    change: str
    desks: dict[str, str]
    day: str = FIRST
    days: tuple[str, ...] = ()
    """All of the session."""


class NotAnExamDay(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "not_an_exam_day",
            "Cette séance n’est pas une journée d’épreuves.",
            "Créez une séance d’examen en choisissant son format.",
        )


class TimetableChanged(Conflict):
    """Somebody else changed the plan since this page was loaded."""

    def __init__(self) -> None:
        super().__init__(
            "timetable_changed",
            "L’emploi du temps a changé entre-temps, dans un autre onglet ou par quelqu’un d’autre.",
            "Il vient d’être rechargé : vérifiez, puis recommencez.",
        )


class TimetableStore:
    """Rows in and out; what a plan may be is `exams.timetable`'s."""

    def __init__(self, sessions: Sessions, day: str = FIRST) -> None:
        """`day`: of a session of several; raises NotFound later where it is not one of them."""
        self._sessions, self._asked = sessions, day

    async def newest(self, session_id: SessionId) -> Kept:
        """Raises NotFound, NotAnExamDay."""
        return await self._read(session_id, None)

    async def at_version(self, session_id: SessionId, version: int) -> Kept:
        """The plan as it was, with the candidates of now. Raises NotFound, NotAnExamDay."""
        return await self._read(session_id, version)

    async def keep(self, kept: Kept, plan: Plan, change: str, actor: Actor, at: datetime) -> int:
        """The version that this plan becomes, after `kept`. Raises TimetableChanged where another came between."""
        content = Content(plan.day.date, plan.day.rooms, plan.day.pairs, plan.day.rules, plan.bookings)
        return await self._insert(kept, content, change, actor, at, kept.version or None)

    async def undo(self, kept: Kept, actor: Actor, at: datetime) -> int:
        """One step back. Raises Conflict where there is none, TimetableChanged."""
        if kept.undo_to is None:
            raise Conflict("nothing_to_undo", "Il n’y a rien à annuler.", "Modifiez l’emploi du temps.")
        async with self._sessions() as session:
            before = await session.get_one(TimetableVersionRow, (kept.session_id, kept.undo_to))
        content = CONTENT.validate_python(before.content)
        return await self._insert(kept, content, f"Annulé : {kept.change}"[:400], actor, at, before.undo_to)

    async def _insert(
        self, kept: Kept, content: Content, change: str, actor: Actor, at: datetime, undo_to: int | None
    ) -> int:
        row = TimetableVersionRow(
            session_id=kept.session_id,
            day=kept.day,
            at=at,
            by=actor.id,
            by_name=actor.name,
            change=change[:400],
            undo_to=undo_to,
            content=CONTENT.dump_python(content, mode="json"),
        )
        try:
            async with self._sessions() as session, session.begin():
                of_session = select(func.max(TimetableVersionRow.version)).where(
                    TimetableVersionRow.session_id == kept.session_id
                )
                of_day = of_session.where(TimetableVersionRow.day == kept.day)
                if (await session.scalar(of_day) or 0) != kept.version:
                    raise TimetableChanged
                # Numbered through all days of the session: two changes at once have one number, and one is refused.
                row.version = (await session.scalar(of_session) or 0) + 1
                session.add(row)
        except IntegrityError as error:
            raise TimetableChanged from error
        return row.version

    async def _read(self, session_id: SessionId, version: int | None) -> Kept:
        async with self._sessions() as session:
            training = await session.get(TrainingSessionRow, session_id)
            if training is None:
                raise NotFound("Cette séance n’existe pas.")
            day = await session.get(ExamDayRow, session_id)
            if day is None:
                raise NotAnExamDay
            called = day_called(self._asked, day.days)
            query = select(TimetableVersionRow).where(
                TimetableVersionRow.session_id == session_id, TimetableVersionRow.day == called
            )
            if version is not None:
                query = query.where(TimetableVersionRow.version == version)
            row = await session.scalar(query.order_by(TimetableVersionRow.version.desc()).limit(1))
            if version is not None and row is None:
                raise NotFound("Cette version de l’emploi du temps n’existe pas.")
            people = await candidates_of(session, session_id, called)
        content = CONTENT.validate_python(row.content) if row is not None else Content()
        return Kept(
            session_id=session_id,
            title=training.title,
            version=row.version if row is not None else 0,
            plan=_plan(day, called, content, [candidate for candidate, _ in people]),
            undo_to=row.undo_to if row is not None else None,
            change=row.change if row is not None else "",
            desks={candidate.id: desk for candidate, desk in people},
            day=called,
            days=tuple(day.days),
        )


def _plan(day: ExamDayRow, called: str, content: Content, candidates: Sequence[Candidate]) -> Plan:
    known = {one.id for one in candidates if not one.absent}
    whole = Day(
        format_id=cast(FormatId, day.format_id),
        candidates=tuple(candidates),
        pairs=content.pairs,
        rooms=content.rooms,
        rules=content.rules,
        phases=cast(tuple[PhaseId, ...], tuple(day.phases)),
        date=called or content.date or date_of(called, day.days),
    )
    # Whoever has left the session or will not come is in nobody's way.
    return Plan(whole, tuple(one for one in content.bookings if one.candidate is None or one.candidate in known))


async def candidates_of(
    session: AsyncSession, session_id: SessionId, day: str | None = None
) -> list[tuple[Candidate, str]]:
    """Of this session, or of one of its days, by label, each with the place where they sit."""
    people = await session.execute(
        select(SeatRow, PersonRow.name, CandidateRecordRow)
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .outerjoin(CandidateRecordRow, CandidateRecordRow.seat_id == SeatRow.id)
        .where(SeatRow.session_id == session_id)
        .order_by(SeatRow.label)
    )
    presence = await session.execute(
        select(FactRow.seat_id, FactRow.kind)
        .where(FactRow.session_id == session_id, FactRow.kind.in_(("candidate.absent", "candidate.arrived")))
        .order_by(FactRow.id)
    )
    rows = [(seat, name, cast(CandidateRecordRow | None, record)) for seat, name, record in people]
    if day is not None:
        rows = [row for row in rows if (row[2].day if row[2] is not None else FIRST) == day]
    last = {seat_id: SeatId(kind) for seat_id, kind in presence}
    return [
        (
            Candidate(
                id=seat.id,
                name=name,
                label=seat.label,
                route=cast(Route, record.route) if record is not None else "training",
                extra_percent=record.extra_percent if record is not None else 0,
                extra_minutes=record.extra_minutes if record is not None else seat.extra_minutes,
                trainers=tuple(record.trainers) if record is not None else (),
                absent=last.get(seat.id) == "candidate.absent",
                desk_room=room_of(seat.desk),
            ),
            seat.desk,
        )
        for seat, name, record in rows
    ]


def with_setup(plan: Plan, date: str, rooms: Sequence[Room], pairs: Sequence[Pair], rules: Rules) -> Plan:
    """The same bookings on other ground: each pair's are in its room now; what no longer fits, the rules say."""
    room_of = {pair.id: pair.room or None for pair in pairs}
    day = replace(plan.day, date=date, rooms=tuple(rooms), pairs=tuple(pairs), rules=rules)
    bookings = [
        replace(one, room=room_of[one.pair]) if one.pair in room_of and one.activity != "lunch" else one
        for one in plan.bookings
        if one.pair is None or one.pair in room_of
    ]
    return Plan(day, in_order(bookings))
