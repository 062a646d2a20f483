"""Making and closing sessions, seats and exchange runs; attaching jurors."""

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import Depends
from sqlalchemy import delete, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scenarios import Pack
from scenarios.models import Subject
from simulator.accounts.guards import JURORS
from simulator.accounts.live_rights import LiveRights, RightsChanged
from simulator.accounts.signing import SignedIn, SignIns
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.conduct.exam_days import draws_subject, exam_day_of, minutes_of
from simulator.conduct.in_turn import in_turn
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.likely_days import refuse_unlikely
from simulator.conduct.tables import ExamDayRow, ExchangeRunRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.conduct.trainees import trainee_named
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import Conflict, NotFound
from simulator.facts.fact import SYSTEM
from simulator.ids import PersonId, SeatId, SessionId
from simulator.packs.registry import PackRegistry
from simulator.packs.versions import PackVersion
from simulator.parts import UseKeptPacks, UsePackRegistry, UseSessions, UseSettings
from simulator.seat.deciding import phases
from simulator.settings import Settings
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.desk.rooms import SeatRooms

log = structlog.get_logger(__name__)

BesideSeats = Callable[[AsyncSession, list[SeatRow]], Awaitable[None]]
"""Adds rows of its own for new seats, in the transaction that makes them."""


class SessionMaker:
    """What is prepared before anybody sits down: a session on a kept version of its pack, its seats."""

    def __init__(self, sessions: Sessions, settings: Settings, packs: PackRegistry, kept_packs: KeptPacks) -> None:
        self._sessions, self._settings, self._packs, self._kept_packs = sessions, settings, packs, kept_packs

    async def create(self, new: NewSession, by: str, version: PackVersion | None = None) -> TrainingSessionRow:
        """`version`: of a pack that is not installed as it is; None: the installed one.

        Raises NotFound for an unknown pack, subject or case study, Conflict for a practice with an exam day, for a
        date that is no likely one, and where a sound of the pack changed since start.

        Asked twice with one id by the same person, it is the session of the first time, as it is now.

        Cancelled, there is neither a session nor a version kept for it.
        """
        session_id = _session_id(new.id, by)
        async with in_turn(f"making {session_id}"):
            async with self._sessions() as session:
                made = await session.get(TrainingSessionRow, session_id) if new.id else None
            return made or await self._make(session_id, new, by, version)

    async def _make(
        self, session_id: SessionId, new: NewSession, by: str, version: PackVersion | None
    ) -> TrainingSessionRow:
        version = version or self._packs.get(new.pack_id)
        if await self._kept_packs.is_under_seal(version.digest):
            raise Conflict(
                "pack_under_seal",
                "Ce scénario est sous scellés pour un examen.",
                "Il servira de nouveau après l’ouverture des plis ; choisissez-en un autre d’ici là.",
            )
        _subject(version.pack, new.subject_id)
        if new.exam_day is not None:
            refuse_unlikely(new.exam_day.days, datetime.now(UTC).date())
        day = exam_day_of(new, version.pack)
        version = await _on_its_day(version, new)
        row = TrainingSessionRow(
            id=session_id,
            kind=new.kind,
            title=new.title,
            pack_id=new.pack_id,
            subject_id=new.subject_id,
            minutes=minutes_of(new),
            spell_check=new.spell_check,
            paste_limit=self._settings.paste_limit if new.paste_limit is None else new.paste_limit,
            findings=new.findings,
            feedback=new.feedback,
            group_name=" ".join(new.group_name.split()) if new.kind == "practice" else "",
            legal_basis=new.legal_basis or self._settings.legal_basis,
            retention_days=new.retention_days or self._settings.retention_days,
            created_by=by,
            created_at=datetime.now(UTC),
        )
        async with self._sessions() as session, session.begin():
            row.pack_version = await self._kept_packs.keep(session, version)
            session.add(row)
            if day is not None:
                await session.flush()
                day.session_id = row.id
                session.add(day)
        log.info("session_made", session=row.id, session_kind=row.kind, by=by)
        return row

    async def add_seat(self, training: TrainingSessionRow, new: NewSeat) -> SeatRow:
        """A candidate's place, with the runs of the subject's exchanges.

        Raises Conflict in a closed session, and where the group's session has somebody of that name already. A whole
        class may be added at once: within a session places are numbered in turn, within a group names looked for so.
        """
        return (await self.add_seats(training, [new]))[0]

    async def add_seats(
        self, training: TrainingSessionRow, new: Sequence[NewSeat], beside: BesideSeats | None = None
    ) -> list[SeatRow]:
        """As `add_seat`, all or none, with the rows that `beside` adds for them."""
        subject = await self._known_subject(training)
        turn = f"group {training.group_name}" if training.group_name else f"session {training.id}"
        async with in_turn(turn), self._sessions() as session, session.begin():
            # Closed while this one waited for its turn, it takes nobody in any more.
            refuse_closed(await session.get_one(TrainingSessionRow, training.id))
            seats = [await _insert_seat(session, training, subject, one) for one in new]
            if beside is not None:
                await beside(session, seats)
        return seats

    async def _known_subject(self, training: TrainingSessionRow) -> Subject | None:
        """Whose exchanges a new seat plays; None where they follow from the opening of the envelopes, or a draw."""
        async with self._sessions() as session:
            day = await session.get(ExamDayRow, training.id)
        if day is not None and (draws_subject(day) or await self._kept_packs.is_shut(training.id)):
            return None
        return _subject((await self._kept_packs.of(training)).pack, training.subject_id)


def _session_id(asked: str | None, by: str) -> SessionId:
    """Of one person's one request, always the same; another person's of that id is another session's."""
    found = sha256(f"{by} {asked}".encode()).hexdigest()[:16] if asked else secrets.token_hex(8)
    return SessionId(found)


async def _insert_seat(
    session: AsyncSession, training: TrainingSessionRow, subject: Subject | None, new: NewSeat
) -> SeatRow:
    person = await trainee_named(session, training, new.candidate_name, new.desk)
    seat = SeatRow(
        id=secrets.token_hex(8),
        session_id=training.id,
        person_id=person.id,
        label=await _free_label(session, training.id),
        desk=new.desk.strip(),
        extra_minutes=new.extra_minutes,
        captions=new.captions,
    )
    session.add(seat)
    await session.flush()
    for position, exchange in enumerate(subject.exchanges if subject is not None else (), start=1):
        session.add(_run(seat.id, training.subject_id, exchange.id, position, 1))
    return seat


async def _free_label(session: AsyncSession, session_id: SessionId) -> str:
    """« C-07 »: after those that are there, one that was removed or typed by hand among them or not."""
    taken = set(await session.scalars(select(SeatRow.label).where(SeatRow.session_id == session_id)))
    numbers = itertools.count(len(taken) + 1)
    return next(label for label in (f"C-{number:02}" for number in numbers) if label not in taken)


async def the_session_maker(
    sessions: UseSessions, settings: UseSettings, packs: UsePackRegistry, kept_packs: UseKeptPacks
) -> SessionMaker:
    """FastAPI dependency."""
    return SessionMaker(sessions, settings, packs, kept_packs)


UseSessionMaker = Annotated[SessionMaker, Depends(the_session_maker)]


async def add_attempt(
    sessions: Sessions, training: TrainingSessionRow, seat_id: SeatId, exchange_id: str
) -> ExchangeRunRow:
    """Practice: the same exchange once more. Raises Conflict in an exam, NotFound for an unknown exchange."""
    if training.kind != "practice":
        raise Conflict(
            "exam_once", "En examen, un échange ne se joue qu’une fois.", "Créez une séance d’entraînement."
        )
    async with in_turn(f"attempts {seat_id}"), sessions() as session, session.begin():
        refuse_closed(await session.get_one(TrainingSessionRow, training.id))
        earlier = select(ExchangeRunRow).where(
            ExchangeRunRow.seat_id == seat_id, ExchangeRunRow.exchange_id == exchange_id
        )
        runs = list(await session.scalars(earlier.order_by(ExchangeRunRow.attempt)))
        if not runs:
            raise NotFound("Cet échange n’est pas dans le sujet de la séance.")
        run = _run(seat_id, runs[-1].subject_id, exchange_id, runs[-1].position, runs[-1].attempt + 1)
        session.add(run)
    return run


async def set_jurors(
    sessions: Sessions,
    live_rights: LiveRights,
    seat_id: SeatId,
    person_ids: list[PersonId],
    may_change: Callable[[], None] = lambda: None,
) -> set[PersonId]:
    """Replaces the jurors of a seat, and returns who they were. `may_change`: asked before it is another jury.

    Raises NotFound for somebody who is no juror, and what `may_change` raises.
    """
    async with in_turn(f"jurors {seat_id}"), sessions() as session, session.begin():
        for person_id in person_ids:
            person = await session.get(PersonRow, person_id)
            if person is None or not JURORS & set(person.roles):
                raise NotFound("Cette personne ne peut pas faire partie d’un jury.")
        before = set(await session.scalars(select(SeatJurorRow.person_id).where(SeatJurorRow.seat_id == seat_id)))
        if before != set(person_ids):
            may_change()
        await session.execute(delete(SeatJurorRow).where(SeatJurorRow.seat_id == seat_id))
        session.add_all(SeatJurorRow(seat_id=seat_id, person_id=person_id) for person_id in dict.fromkeys(person_ids))
        for person_id in before ^ set(person_ids):
            change = RightsChanged(person_id=person_id, seat_id=seat_id)
            live_rights.publish_after_commit(session, change)
        return before


async def close_session(
    sessions: Sessions, sign_ins: SignIns, rooms: "SeatRooms", training: TrainingSessionRow
) -> None:
    """No new exchange, no new sign-in; what was done stays readable, a case study under way is handed in and sealed.

    Raises Conflict while an exchange runs. Cancelled, some seats' texts may be sealed and the session still open.
    """
    async with sessions() as session:
        places = list(await session.scalars(select(SeatRow).where(SeatRow.session_id == training.id)))
    for place in places:
        if (await rooms.read(place.id)).state.active is not None:
            raise Conflict(
                "exchange_running",
                f"Un échange est en cours au poste {place.label}.",
                "Attendez sa fin ou terminez-le, puis fermez la séance.",
            )
    for place in places:
        if phases.is_written_in((await rooms.read(place.id)).state):
            room = await rooms.room(place.id)
            await room.commanding.decide(SYSTEM, lambda scene: phases.end_written(scene, "séance close"))
    async with sessions() as session, session.begin():
        row = await session.get_one(TrainingSessionRow, training.id)
        row.closed_at = row.closed_at or datetime.now(UTC)
        seats = select(SeatRow.id).where(SeatRow.session_id == training.id)
        await sign_ins.end(session, SignInRow.seat_id.in_(seats), reason="seat_closed")
    await rooms.closing(training.id)
    log.info("session_closed", session=training.id)


async def sessions_for(sessions: Sessions, who: SignedIn) -> list[TrainingSessionRow]:
    """Newest first: all for the session lead, practice for trainers, and those where one is a juror."""
    query = select(TrainingSessionRow).order_by(TrainingSessionRow.created_at.desc())
    if "session_lead" not in who.roles:
        mine = (
            select(SeatRow.session_id)
            .join(SeatJurorRow, SeatJurorRow.seat_id == SeatRow.id)
            .where(SeatJurorRow.person_id == who.person_id)
        )
        theirs = TrainingSessionRow.id.in_(mine) if JURORS & who.roles else false()
        if "trainer" in who.roles:
            theirs = or_(theirs, TrainingSessionRow.kind == "practice")
        query = query.where(theirs)
    async with sessions() as session:
        return list(await session.scalars(query))


async def seats_for(sessions: Sessions, who: SignedIn, training: TrainingSessionRow) -> list[SeatRow]:
    """The seats of a session that this person may follow, by label: as `Doors.may_see_seat` says."""
    query = select(SeatRow).where(SeatRow.session_id == training.id).order_by(SeatRow.label)
    sees_all = "session_lead" in who.roles or ("trainer" in who.roles and training.kind == "practice")
    if not sees_all:
        mine = select(SeatJurorRow.seat_id).where(SeatJurorRow.person_id == who.person_id)
        query = query.where(SeatRow.id.in_(mine) if JURORS & who.roles else false())
    async with sessions() as session:
        return list(await session.scalars(query))


async def get_session(sessions: Sessions, session_id: SessionId) -> TrainingSessionRow:
    """Raises NotFound."""
    async with sessions() as session:
        row = await session.get(TrainingSessionRow, session_id)
    if row is None:
        raise NotFound("Cette séance n’existe pas.")
    return row


def _run(seat_id: SeatId, subject_id: str, exchange_id: str, position: int, attempt: int) -> ExchangeRunRow:
    return ExchangeRunRow(
        id=secrets.token_hex(8),
        seat_id=seat_id,
        subject_id=subject_id,
        exchange_id=exchange_id,
        position=position,
        attempt=attempt,
    )


async def _on_its_day(version: PackVersion, new: NewSession) -> PackVersion:
    """The version with its story on today where practice asks for it. Raises Conflict where it stays."""
    if new.story_day == "fixed":
        return version
    if new.kind == "exam":
        raise Conflict(
            "story_stays",
            "En examen, le jour de l’histoire ne change pas.",
            "Laissez les dates du scénario telles qu’elles sont.",
        )
    if not version.story_moves:
        raise Conflict(
            "story_stays",
            "Les dates de ce scénario ne se déplacent pas.",
            "Laissez-les telles qu’elles sont, ou choisissez un autre scénario.",
        )
    today = datetime.now(UTC).astimezone().date()
    return await asyncio.to_thread(version.on_day_near, new.subject_id, today)


def _subject(pack: Pack, subject_id: str) -> Subject:
    try:
        return pack.subject(subject_id)
    except KeyError:
        raise NotFound("Ce sujet n’est pas dans ce scénario.") from None


def refuse_closed(training: TrainingSessionRow) -> None:
    """Raises Conflict."""
    if training.closed_at is not None:
        raise Conflict("session_closed", "Cette séance est close.", "Créez une nouvelle séance.")
