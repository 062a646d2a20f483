"""Keeping and reading the facts of exam days. A few dozen a day: each call is a transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.facts.day_facts import AnyDayFact, day_fact_adapter
from simulator.facts.fact import Actor
from simulator.facts.log import Beside, Overtaken
from simulator.facts.tables import DayFactRow
from simulator.ids import SessionId
from simulator.storage.not_kept import is_out_of_reach, not_kept


@dataclass(frozen=True, slots=True)
class DayFact:
    """A kept fact of a session's day. `number` orders them, from 1, without a gap."""

    number: int
    at: datetime
    session_id: SessionId
    actor: Actor
    data: AnyDayFact


class DayLog:
    """The only way to write a day's fact."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def keep(
        self,
        session_id: SessionId,
        after: int,
        facts: Sequence[tuple[Actor, AnyDayFact]],
        at: datetime,
        beside: Beside | None = None,
    ) -> list[DayFact]:
        """Keeps these facts and the rows beside them, all or none, and returns them once they are on disk.

        `after`: the number of the last fact of this day that the caller knows. Raises Overtaken where somebody else
        was faster (read, decide again), NotKept when the database cannot be written. Cancelled, they may be kept.
        """
        kept = [
            DayFact(number, at, session_id, actor, data)
            for number, (actor, data) in enumerate(facts, start=after + 1)
        ]
        try:
            async with self._sessions() as session, session.begin():
                if beside is not None:
                    await beside(session)
                if kept:
                    await session.flush()
                    await session.execute(insert(DayFactRow), [_row(fact) for fact in kept])
        except IntegrityError as error:
            if kept and await self._is_taken(session_id, kept[0].number):
                raise Overtaken from error
            raise
        except DBAPIError as error:
            if is_out_of_reach(error):
                raise not_kept(error) from error
            raise
        return kept

    async def of_session(self, session_id: SessionId, after: int = 0) -> Sequence[DayFact]:
        """The day's facts in order; `after`: a fact's number."""
        async with self._sessions() as session:
            rows = await session.scalars(
                select(DayFactRow)
                .where(DayFactRow.session_id == session_id, DayFactRow.number > after)
                .order_by(DayFactRow.number)
            )
            return [
                DayFact(
                    number=row.number,
                    at=row.at,
                    session_id=row.session_id,
                    actor=Actor(row.actor, row.actor_name),
                    data=day_fact_adapter.validate_python({"kind": row.kind, **row.data}),
                )
                for row in rows
            ]

    async def _is_taken(self, session_id: SessionId, number: int) -> bool:
        taken = select(DayFactRow.id).where(DayFactRow.session_id == session_id, DayFactRow.number >= number)
        async with self._sessions() as session:
            return await session.scalar(taken.limit(1)) is not None


def _row(fact: DayFact) -> dict[str, object]:
    return {
        "at": fact.at,
        "session_id": fact.session_id,
        "number": fact.number,
        "actor": fact.actor.id,
        "actor_name": fact.actor.name,
        "kind": fact.data.kind,
        "data": fact.data.model_dump(mode="json", exclude={"kind"}),
    }
