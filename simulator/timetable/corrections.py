"""What the responsible person reads of each candidate's record: dated corrections, references of decisions."""

from dataclasses import dataclass, field

from sqlalchemy import select

from simulator.conduct.tables import SeatRow
from simulator.facts.exam_facts import CandidateChanged
from simulator.facts.tables import FactRow
from simulator.ids import SeatId, SessionId
from simulator.storage.database import Sessions
from simulator.timetable.tables import CandidateRecordRow
from simulator.timetable.views import RecordChange

_KIND = str(CandidateChanged.model_fields["kind"].default)


@dataclass(frozen=True, slots=True)
class ToldOf:
    """By seat."""

    references: dict[SeatId, str] = field(default_factory=dict[SeatId, str])
    changes: dict[SeatId, list[RecordChange]] = field(default_factory=dict[SeatId, list[RecordChange]])


async def told_of(sessions: Sessions, session_id: SessionId) -> ToldOf:
    """Of everybody of this session. Cancelled, nothing has changed."""
    told = ToldOf()
    async with sessions() as session:
        records = await session.scalars(
            select(CandidateRecordRow)
            .join(SeatRow, SeatRow.id == CandidateRecordRow.seat_id)
            .where(SeatRow.session_id == session_id)
        )
        facts = await session.scalars(
            select(FactRow).where(FactRow.session_id == session_id, FactRow.kind == _KIND).order_by(FactRow.id)
        )
        told.references.update({one.seat_id: one.accommodation for one in records})
        for fact in facts:
            change = RecordChange(
                at=fact.at, by=fact.actor_name, before=fact.data["before"], after=fact.data["after"]
            )
            told.changes.setdefault(SeatId(fact.seat_id), []).append(change)
    return told
