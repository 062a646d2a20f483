"""Keeping and reading facts. One writer puts what waits into one transaction: a fact is told only once it is on disk.

While a group is written, and its flush awaited in the database's own thread, the next one gathers: the price of a
flush is shared by all who wait for it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.facts import sealed_facts
from simulator.facts.fact import Actor, Fact, NewFact, Place
from simulator.facts.kinds import FactData, fact_adapter
from simulator.facts.tables import DayFactRow, FactRow
from simulator.ids import RunId, SeatId, SessionId
from simulator.storage.not_kept import NotKept, is_full, is_out_of_reach, not_kept

Beside = Callable[[AsyncSession], Awaitable[None]]
"""Rows that are true together with facts, written in their transaction. Called again after a failed attempt."""


Follower = Callable[[AsyncSession, Fact], Awaitable[None]]
"""Writes what a fact entails (work that is owed…), in the fact's own transaction."""


class AlreadyDone(Exception):
    """This command id has been carried out before."""


class Overtaken(Exception):
    """Another writer has added facts to this seat: read them, then decide again."""


@dataclass(slots=True)
class _Waiting:
    facts: list[Fact]
    beside: Beside | None
    kept: asyncio.Future[None]


class FactLog:
    """The only way to write a fact. Use as `async with FactLog(sessions) as log`."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        at_rest: sealed_facts.ShutsFacts | None = None,
        group_limit: int = 200,
    ) -> None:
        """`at_rest`: what seals the words of marks; without it none is sealed, and none that is can be read."""
        self._sessions, self._at_rest = sessions, at_rest
        self._followers: dict[type[FactData], list[Follower]] = {}
        self._group_limit = group_limit
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self.make_room: Callable[[], Awaitable[bool]] | None = None
        """Asked when the disk is full: whether there is room again (a reserve was given back)."""
        self.committed: Callable[[float], None] | None = None
        """Told of each group that is on the disk: how many seconds that took."""

    async def __aenter__(self) -> "FactLog":
        self._writer = asyncio.create_task(self._write_for_ever(), name="fact-writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        """What was handed in is written first."""
        await self._waiting.join()
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    @property
    def waiting(self) -> int:
        """How many groups of facts are not yet on the disk."""
        return self._waiting.qsize()

    def follow(self, kind: type[FactData], follower: Follower) -> None:
        """From now on `follower` writes what each fact of this kind entails, in its transaction."""
        self._followers.setdefault(kind, []).append(follower)

    async def keep(
        self,
        session_id: SessionId,
        seat_id: SeatId,
        after: int,
        facts: Sequence[NewFact],
        at: datetime,
        beside: Beside | None = None,
    ) -> list[Fact]:
        """Keeps these facts and the rows beside them, all or none, and returns them once they are on disk.

        `after`: the number of the last fact of this seat that the caller knows.
        Raises AlreadyDone for a command id seen before, Overtaken where another writer was faster, NotKept when the
        database cannot be written. Cancelling the caller does not take back what was handed in: it may be kept.
        """
        numbered = [
            Fact(number, at, Place(session_id, seat_id, new.run_id), new.actor, new.data, new.command_id)
            for number, new in enumerate(facts, start=after + 1)
        ]
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(_Waiting(numbered, beside, kept))
        await kept
        return numbered

    async def newest_at(self) -> datetime | None:
        """When the newest fact of all was kept; None before the first. It cannot be later than now."""
        async with self._sessions() as session:
            dates = [
                await session.scalar(select(table.at).order_by(table.id.desc()).limit(1))
                for table in (FactRow, DayFactRow)
            ]
        return max((date for date in dates if date is not None), default=None)

    async def of_seat(self, seat_id: SeatId, after: int = 0) -> Sequence[Fact]:
        """All facts of a seat and its exchanges, in order; `after`: a fact's number."""
        return await self._read(FactRow.seat_id == seat_id, FactRow.number > after)

    async def of_run(self, run_id: RunId) -> Sequence[Fact]:
        """All facts of one exchange, in order."""
        return await self._read(FactRow.run_id == run_id)

    async def _read(self, *conditions: ColumnElement[bool]) -> Sequence[Fact]:
        async with self._sessions() as session:
            rows = (await session.execute(select(*_COLUMNS).where(*conditions).order_by(FactRow.number))).all()
        if not rows:
            return []
        # What is read together is of one seat or one exchange, so of one session.
        data = await sealed_facts.opened(self._at_rest, rows[0].session_id, [row.data for row in rows])
        return [
            Fact(
                number=row.number,
                at=row.at,
                place=Place(row.session_id, row.seat_id, row.run_id),
                actor=Actor(row.actor, row.actor_name),
                data=fact_adapter.validate_python({"kind": row.kind, **said}),
                command_id=row.command_id,
            )
            for row, said in zip(rows, data, strict=True)
        ]

    async def _write_for_ever(self) -> None:
        while True:
            group = [await self._waiting.get()]
            while len(group) < self._group_limit and not self._waiting.empty():
                group.append(self._waiting.get_nowait())
            try:
                await self._write(group)
            finally:
                for waiting in group:
                    self._waiting.task_done()
                    if not waiting.kept.done():
                        # The writer is being stopped.
                        waiting.kept.cancel()

    async def _write(self, group: list[_Waiting]) -> None:
        try:
            await self._commit(group)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it; the writer lives on
            if self.make_room is not None and is_full(error) and await self.make_room():
                await self._write(group)
                return
            if len(group) == 1 or _concerns_all(error):
                for waiting in group:
                    await self._refuse(waiting, error)
                return
            # One of them cannot be written: each alone, so that only that one is refused.
            for waiting in group:
                await self._write([waiting])

    async def _refuse(self, waiting: _Waiting, error: Exception) -> None:
        if waiting.kept.done():
            return
        if isinstance(error, IntegrityError):
            waiting.kept.set_exception(await self._why_not(waiting, error))
        elif isinstance(error, DBAPIError) and is_out_of_reach(error):
            waiting.kept.set_exception(not_kept(error))
        else:
            waiting.kept.set_exception(error)

    async def _why_not(self, waiting: _Waiting, error: IntegrityError) -> Exception:
        if not waiting.facts:
            # Rows alone that stand already: somebody else wrote them.
            return Overtaken()
        ids = [fact.command_id for fact in waiting.facts if fact.command_id is not None]
        try:
            async with self._sessions() as session:
                if await session.scalar(select(FactRow.id).where(FactRow.command_id.in_(ids)).limit(1)) is not None:
                    return AlreadyDone()
                first = waiting.facts[0]
                taken = select(FactRow.id).where(
                    FactRow.seat_id == first.place.seat_id, FactRow.number >= first.number
                )
                return Overtaken() if await session.scalar(taken.limit(1)) is not None else error
        except DBAPIError:
            return error

    async def _commit(self, group: list[_Waiting]) -> None:
        rows = [await self._row(fact) for waiting in group for fact in waiting.facts]
        began = time.monotonic()
        async with self._sessions() as session, session.begin():
            for waiting in group:
                if waiting.beside is not None:
                    await waiting.beside(session)
            if rows:
                await session.flush()
                await session.execute(insert(FactRow), rows)
            for waiting in group:
                for fact in waiting.facts:
                    for follower in self._followers.get(type(fact.data), ()):
                        await follower(session, fact)
        if self.committed is not None:
            self.committed(time.monotonic() - began)
        for waiting in group:
            if not waiting.kept.done():
                waiting.kept.set_result(None)

    async def _row(self, fact: Fact) -> dict[str, object]:
        session_id, kind = fact.place.session_id, fact.data.kind
        data = fact.data.model_dump(mode="json", exclude={"kind"})
        return {
            "at": fact.at,
            "session_id": session_id,
            "seat_id": fact.place.seat_id,
            "number": fact.number,
            "run_id": fact.place.run_id,
            "actor": fact.actor.id,
            "actor_name": fact.actor.name,
            "command_id": fact.command_id,
            "kind": kind,
            "data": await sealed_facts.shut(self._at_rest, session_id, kind, data),
        }


def _concerns_all(error: Exception) -> bool:
    """Whether the database failed and none of the group: each alone would only wait for it once more, ten seconds
    for a lock that is held, and the last of a full room minutes. On a full disk a small one may still find room.
    """
    if isinstance(error, DBAPIError):
        return is_out_of_reach(error) and not is_full(error)
    return isinstance(error, NotKept)


_COLUMNS = (
    FactRow.number,
    FactRow.at,
    FactRow.session_id,
    FactRow.seat_id,
    FactRow.run_id,
    FactRow.actor,
    FactRow.actor_name,
    FactRow.kind,
    FactRow.data,
    FactRow.command_id,
)
