"""Does what is owed (`simulator.storage.job_queue`): when it is due, as many side by side as its kind allows, again
later when it fails, and told when it is given up. One that fails, hangs or waits holds up nobody else's.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import JobRow, ask, done

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Bench:
    """The work of one kind that is under way."""

    kind: JobKind
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    hurried: set[str] = field(default_factory=set[str])
    """Subjects that are due now, whatever their rows say."""
    finished: int = 0
    failed: int = 0


class Jobs:
    """`async with Jobs(sessions, kinds)` owns every task. One server per database: what another left is due again."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], kinds: Sequence[JobKind], now: Callable[[], datetime]
    ) -> None:
        """`now`: a clock that no step moves, else what is due would wait for an hour that was set back."""
        self._sessions, self._now = sessions, now
        self._benches = {kind.name: _Bench(kind) for kind in kinds}
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Jobs":
        async with self._sessions() as session, session.begin():
            await session.execute(update(JobRow).values(leased_until=None))
            for bench in self._benches.values():
                for subject in await bench.kind.missing(session):
                    await ask(session, bench.kind.name, subject)
        self._tasks = [
            asyncio.create_task(self._keep_going(bench), name=f"jobs {name}") for name, bench in self._benches.items()
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is under way is left as owed."""
        under_way = [task for bench in self._benches.values() for task in bench.under_way.values()]
        for task in (*self._tasks, *under_way):
            task.cancel()
        await asyncio.gather(*self._tasks, *under_way, return_exceptions=True)

    def ring(self, kind: str, subject: str | None = None) -> None:
        """Something of this kind may be due now; `subject` is, whatever it waited for."""
        bench = self._benches.get(kind)
        if bench is not None:
            if subject is not None:
                bench.hurried.add(subject)
            bench.bell.set()

    def finished(self) -> dict[str, int]:
        """Since the start, by kind."""
        return {name: bench.finished for name, bench in self._benches.items()}

    def failed(self) -> dict[str, int]:
        """Tries that failed since the start, by kind."""
        return {name: bench.failed for name, bench in self._benches.items()}

    async def all_done(self, kind: str) -> int:
        """Waits until nothing of this kind is due; how many were done since the start. Cancelling stops none."""
        bench = self._benches[kind]
        while await self._is_due(bench):
            bench.bell.set()
            await asyncio.sleep(0.1)
        return bench.finished

    async def _is_due(self, bench: _Bench) -> bool:
        query = (
            select(JobRow.id)
            .where(JobRow.kind == bench.kind.name, JobRow.gave_up_at.is_(None))
            .where(or_(JobRow.due_at <= self._now(), JobRow.leased_until.is_not(None)))
        )
        async with self._sessions() as session:
            return await session.scalar(query.limit(1)) is not None

    async def _keep_going(self, bench: _Bench) -> None:
        while True:
            bench.bell.clear()
            wait = bench.kind.look_every
            try:
                await self._begin_due(bench)
                wait = min(wait, await self._until_next(bench))
            except Exception:
                # A busy or absent database: the rows are still there.
                log.exception("jobs_not_looked_at", job_kind=bench.kind.name)
            try:
                async with asyncio.timeout(wait):
                    await bench.bell.wait()
            except TimeoutError:
                continue

    async def _begin_due(self, bench: _Bench) -> None:
        free = bench.kind.side_by_side - len(bench.under_way)
        if free <= 0:
            return
        now = self._now()
        order = JobRow.id.desc() if bench.kind.latest_first else JobRow.id
        async with self._sessions() as session, session.begin():
            query = (
                select(JobRow)
                .where(JobRow.kind == bench.kind.name, JobRow.gave_up_at.is_(None))
                .where(or_(JobRow.due_at <= now, JobRow.subject.in_(bench.hurried)))
                .where(or_(JobRow.leased_until.is_(None), JobRow.leased_until <= now))
                .where(JobRow.subject.not_in(bench.under_way))
                .order_by(order)
                .limit(free)
            )
            due = list(await session.scalars(query))
            for row in due:
                row.leased_until = now + bench.kind.longest + timedelta(minutes=1)
        for row in due:
            task = asyncio.create_task(self._do(bench, row.subject, row.attempts + 1), name=f"job {row.kind}")
            bench.under_way[row.subject] = task
            bench.hurried.discard(row.subject)
        if not due:
            # Of a job that is not owed (any more) nothing remains to hurry.
            bench.hurried.clear()

    async def _until_next(self, bench: _Bench) -> float:
        """Seconds until the next one is due; never nothing at all, whatever the clocks say."""
        async with self._sessions() as session:
            query = (
                select(JobRow.due_at)
                .where(JobRow.kind == bench.kind.name, JobRow.gave_up_at.is_(None))
                .where(JobRow.subject.not_in(bench.under_way))
                .order_by(JobRow.due_at)
                .limit(1)
            )
            due_at = await session.scalar(query)
        if due_at is None or len(bench.under_way) >= bench.kind.side_by_side:
            return bench.kind.look_every
        return max(0.05, (due_at - self._now()).total_seconds())

    async def _do(self, bench: _Bench, subject: str, attempt: int) -> None:
        kind = bench.kind
        try:
            async with asyncio.timeout(kind.longest.total_seconds()):
                await kind.work(subject)
            async with self._sessions() as session, session.begin():
                await done(session, kind.name, subject)
            bench.finished += 1
        except NotYet as later:
            await self._put_off(kind, subject, timedelta(seconds=later.seconds))
        except Exception as error:
            bench.failed += 1
            log.error("job_failed", job_kind=kind.name, subject=subject, attempt=attempt, exc_info=error)
            await self._failed(kind, subject, attempt, str(error) or type(error).__name__)
        finally:
            bench.under_way.pop(subject, None)
            bench.bell.set()

    async def _put_off(self, kind: JobKind, subject: str, by: timedelta) -> None:
        await self._change(kind, subject, due_at=self._now() + by, leased_until=None)

    async def _failed(self, kind: JobKind, subject: str, attempt: int, why: str) -> None:
        later = self._now() + kind.wait(attempt)
        gave_up_at = None
        if attempt >= kind.most_attempts:
            try:
                await kind.gave_up(subject, why)
                gave_up_at = self._now()
            except Exception:
                log.exception("job_end_not_told", job_kind=kind.name, subject=subject)
        await self._change(
            kind,
            subject,
            attempts=attempt,
            due_at=later,
            leased_until=None,
            gave_up_at=gave_up_at,
            last_error=why[:300],
        )

    async def _change(self, kind: JobKind, subject: str, **values: object) -> None:
        """Where even this cannot be written, the lease ends by itself."""
        try:
            async with self._sessions() as session, session.begin():
                same = (JobRow.kind == kind.name, JobRow.subject == subject)
                await session.execute(update(JobRow).where(*same).values(**values))
        except Exception:
            log.exception("job_not_put_back", job_kind=kind.name, subject=subject)
