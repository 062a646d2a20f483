"""A session and its seats as staff see them in lists and on the session's page."""

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from sqlalchemy import select

from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.conduct.exam_days import draws_subject
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.sessions import seats_for
from simulator.conduct.tables import ExamDayRow, ExchangeRunRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import SeatSummary, SessionDetail, SessionSummary
from simulator.parts import UseKeptPacks, UseRooms, UseSessions
from simulator.seat.deciding.under_signature import was_signed
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.desk.rooms import SeatRooms


class SessionViews:
    """Made for a request: rows as they are now, and each seat's state at a glance."""

    def __init__(self, sessions: Sessions, kept_packs: KeptPacks, rooms: "SeatRooms") -> None:
        self._sessions, self._kept_packs, self._rooms = sessions, kept_packs, rooms

    async def in_list(self, who: SignedIn, row: TrainingSessionRow) -> SessionSummary:
        seats = await seats_for(self._sessions, who, row)
        return self._summarize(row, len(seats), await self._draws(row))

    async def whole(self, who: SignedIn, row: TrainingSessionRow) -> SessionDetail:
        seats = await seats_for(self._sessions, who, row)
        return SessionDetail(
            **dict(self._summarize(row, len(seats), await self._draws(row))),
            pack_id=row.pack_id,
            subject_id=row.subject_id,
            minutes=row.minutes,
            spell_check=row.spell_check,
            findings=row.findings,
            feedback=row.feedback,
            paste_limit=row.paste_limit,
            legal_basis=row.legal_basis,
            retention_days=row.retention_days,
            places=tuple([await self.of_seat(seat) for seat in seats]),
        )

    async def of_seat(self, seat: SeatRow) -> SeatSummary:
        async with self._sessions() as session:
            fresh = await session.get_one(SeatRow, seat.id, populate_existing=True)
            candidate = await session.get_one(PersonRow, seat.person_id)
            jurors = await session.scalars(
                select(PersonRow)
                .join(SeatJurorRow, SeatJurorRow.person_id == PersonRow.id)
                .where(SeatJurorRow.seat_id == seat.id)
                .order_by(PersonRow.name)
            )
            names = [(juror.id, juror.name) for juror in jurors]
            runs = list(await session.scalars(select(ExchangeRunRow.id).where(ExchangeRunRow.seat_id == seat.id)))
        state, at_a_glance = await self._rooms.glance(seat.id, names)
        whole = (await self._rooms.read(seat.id)).state
        return SeatSummary(
            seat_id=seat.id,
            label=seat.label,
            desk=seat.desk,
            candidate_name=candidate.name,
            extra_minutes=seat.extra_minutes,
            captions=seat.captions,
            jurors=at_a_glance,
            has_code=fresh.code_hash is not None,
            exchanges=len(runs),
            state=state,
            drawn_subject=whole.subject_title if whole.draws_subject and whole.subject_id else "",
            was_signed=was_signed(whole),
        )

    async def _draws(self, row: TrainingSessionRow) -> bool:
        """Whether each candidate plays the subject that they draw among several."""
        if row.kind != "exam":
            return False
        async with self._sessions() as session:
            day = await session.get(ExamDayRow, row.id)
        return day is not None and draws_subject(day) and not self._kept_packs.has_one_subject(row)

    def _summarize(self, row: TrainingSessionRow, seats: int, draws: bool) -> SessionSummary:
        company_name, subject_title = self._kept_packs.names(row)
        return SessionSummary(
            id=row.id,
            kind="exam" if row.kind == "exam" else "practice",
            title=row.title,
            group_name=row.group_name,
            company_name=company_name,
            subject_title="" if draws else subject_title,
            seats=seats,
            created_at=row.created_at,
            closed_at=row.closed_at,
            is_rehearsal=row.rehearsal_people is not None,
        )


async def the_session_views(sessions: UseSessions, kept_packs: UseKeptPacks, rooms: UseRooms) -> SessionViews:
    """FastAPI dependency."""
    return SessionViews(sessions, kept_packs, rooms)


UseSessionViews = Annotated[SessionViews, Depends(the_session_views)]
