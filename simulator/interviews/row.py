"""The row of a jury pair: what was drawn for its other candidates, so that nothing comes twice if avoidable."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.conduct.tables import SeatJurorRow, SeatRow
from simulator.facts.exam_facts import DrawCommitted, DrawRevealed
from simulator.facts.kinds import FactData
from simulator.facts.tables import FactRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.choices import What


@dataclass(frozen=True, slots=True)
class Row:
    """`drawn`: in the order of the draws, this seat's own included. `bound_at`: other seats whose draw waits."""

    drawn: list[str] = field(default_factory=list[str])
    bound_at: list[str] = field(default_factory=list[str])


async def row_of(
    sessions: async_sessionmaker[AsyncSession], session_id: SessionId, seat_id: SeatId, what: What
) -> Row:
    """Of all seats of this session with the same jury as this one; a seat without a jury is a row of its own."""
    async with sessions() as session:
        labels = {
            one.id: one.label
            for one in await session.scalars(select(SeatRow).where(SeatRow.session_id == session_id))
        }
        pairs = await session.execute(
            select(SeatJurorRow.seat_id, SeatJurorRow.person_id).where(SeatJurorRow.seat_id.in_(labels))
        )
        juries: dict[str, set[str]] = {one: set() for one in labels}
        for seat, person in pairs:
            juries[seat].add(person)
        facts = await session.execute(
            select(FactRow.seat_id, FactRow.kind, FactRow.data)
            .where(FactRow.session_id == session_id, FactRow.kind.in_([_kind(DrawCommitted), _kind(DrawRevealed)]))
            .order_by(FactRow.id)
        )
        told = list(facts)
    mine = juries.get(seat_id, set())
    same = {one for one, jury in juries.items() if one == seat_id or (mine and jury == mine)}
    row, waiting = Row(), dict[SeatId, str]()
    for seat, kind, data in told:
        if seat not in same or data["what"] != what:
            continue
        if kind == _kind(DrawRevealed):
            row.drawn.append(data["chosen"])
            waiting.pop(seat, None)
        else:
            waiting[seat] = data["draw_id"]
    row.bound_at.extend(labels[seat] for seat in sorted(waiting) if seat != seat_id)
    return row


def _kind(fact: type[FactData]) -> str:
    return str(fact.model_fields["kind"].default)
