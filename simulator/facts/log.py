"""Appending and reading facts. One writer groups what waits into one transaction: a fact is told only once kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.facts.kinds import AnyFact, fact_adapter
from simulator.facts.tables import FactRow


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `id` is `candidate:<seat id>`, `person:<person id>` or `system`."""

    id: str
    name: str

    @staticmethod
    def of_person(person_id: str, name: str = "") -> "Actor":
        return Actor(f"person:{person_id}", name)


SYSTEM = Actor("system", "Combiné")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened."""

    session_id: str
    seat_id: str | None = None
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A kept fact. `id` orders all facts of the installation."""

    id: int
    at: datetime
    place: Place
    actor: Actor
    data: AnyFact
    command_id: str | None = None


class AlreadyDone(Exception):
    """This command id has been carried out before: the fact that it made is in `fact`."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(f"command {fact.command_id} already carried out")
        self.fact = fact


@dataclass(slots=True)
class _Waiting:
    row: FactRow
    kept: asyncio.Future[Fact]


class FactLog:
    """The only way to write a fact. Use as `async with FactLog(sessions) as log`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], group_limit: int = 200) -> None:
        self._sessions = sessions
        self._group_limit = group_limit
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "FactLog":
        self._writer = asyncio.create_task(self._write_for_ever(), name="fact-writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._waiting.join()
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    async def append(
        self,
        place: Place,
        data: AnyFact,
        actor: Actor = SYSTEM,
        command_id: str | None = None,
        at: datetime | None = None,
    ) -> Fact:
        """Keeps a fact and returns it once it is on disk. Raises AlreadyDone for a command id seen before."""
        row = FactRow(
            at=at or datetime.now(UTC),
            session_id=place.session_id,
            seat_id=place.seat_id,
            run_id=place.run_id,
            actor=actor.id,
            actor_name=actor.name,
            command_id=command_id,
            kind=data.kind,
            data=data.model_dump(mode="json", exclude={"kind"}),
        )
        kept: asyncio.Future[Fact] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(_Waiting(row, kept))
        return await kept

    async def of_seat(self, seat_id: str, after: int = 0) -> Sequence[Fact]:
        """All facts of a seat and its exchanges, in order."""
        return await self._read(FactRow.seat_id == seat_id, after)

    async def of_run(self, run_id: str, after: int = 0) -> Sequence[Fact]:
        """All facts of one exchange, in order."""
        return await self._read(FactRow.run_id == run_id, after)

    async def _read(self, condition: "object", after: int) -> Sequence[Fact]:
        async with self._sessions() as session:
            query = select(FactRow).where(condition, FactRow.id > after).order_by(FactRow.id)  # type: ignore[arg-type]
            return [_fact(row) for row in await session.scalars(query)]

    async def _write_for_ever(self) -> None:
        while True:
            group = [await self._waiting.get()]
            while len(group) < self._group_limit and not self._waiting.empty():
                group.append(self._waiting.get_nowait())
            try:
                await self._write(group)
            finally:
                for _ in group:
                    self._waiting.task_done()

    async def _write(self, group: list[_Waiting]) -> None:
        try:
            await self._commit(group)
        except IntegrityError:
            # One of them repeats a command id: write them one by one so that only that one is refused.
            for waiting in group:
                await self._write_alone(waiting)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it; the writer lives on
            for waiting in group:
                if not waiting.kept.done():
                    waiting.kept.set_exception(error)

    async def _write_alone(self, waiting: _Waiting) -> None:
        fresh = FactRow(**{c.key: getattr(waiting.row, c.key) for c in FactRow.__table__.columns if c.key != "id"})
        alone = _Waiting(fresh, waiting.kept)
        try:
            await self._commit([alone])
        except IntegrityError as error:
            earlier = await self._by_command(waiting.row.command_id)
            if not waiting.kept.done():
                waiting.kept.set_exception(AlreadyDone(earlier) if earlier else error)

    async def _commit(self, group: list[_Waiting]) -> None:
        async with self._sessions() as session, session.begin():
            session.add_all([waiting.row for waiting in group])
            await session.flush()
            facts = [_fact(waiting.row) for waiting in group]
        for waiting, fact in zip(group, facts, strict=True):
            if not waiting.kept.done():
                waiting.kept.set_result(fact)

    async def _by_command(self, command_id: str | None) -> Fact | None:
        if command_id is None:
            return None
        async with self._sessions() as session:
            row = await session.scalar(select(FactRow).where(FactRow.command_id == command_id))
            return _fact(row) if row is not None else None


def _fact(row: FactRow) -> Fact:
    return Fact(
        id=row.id,
        at=row.at,
        place=Place(row.session_id, row.seat_id, row.run_id),
        actor=Actor(row.actor, row.actor_name),
        data=fact_adapter.validate_python({"kind": row.kind, **row.data}),
        command_id=row.command_id,
    )
