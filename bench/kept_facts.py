"""How long a fact takes until it is kept, with SQLite's `synchronous=FULL` beside `NORMAL`, in turn in one run.

`FULL` flushes the disk once a group: what was acknowledged survives a power cut (decision 003). As many writers as a
full house has desks, each with its next fact as soon as the last is kept, or at a typist's pace.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from bench.lines import Line, line, percentile
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.facts.log import FactLog
from simulator.storage.checkpointing import Checkpoints
from simulator.storage.database import open_engine, open_sessions
from simulator.storage.migrating import migrate

LEVELS = ("NORMAL", "FULL")
PACE_SECONDS = 2.0
"""Between two facts of one desk: twice what the chat's load sends."""


def run(writers: int = 200, seconds: float = 8.0, rounds: int = 2) -> Iterator[Line]:
    """p50 and p99 at each level, and their ratio."""
    kept = asyncio.run(_measure(writers, seconds, rounds))
    how = f"{writers} desks, a fact each {PACE_SECONDS:g} s, {rounds} rounds of {seconds:g} s each in turn"
    for level in LEVELS:
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            yield line(f"fact_{level.lower()}_{name}", 1000 * percentile(kept[level], share), "ms", how)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        ratio = percentile(kept["FULL"], share) / percentile(kept["NORMAL"], share)
        yield line(f"fact_full_to_normal_{name}", ratio, "ratio", how)


async def _measure(writers: int, seconds: float, rounds: int) -> dict[str, list[float]]:
    kept: dict[str, list[float]] = {level: [] for level in LEVELS}
    with tempfile.TemporaryDirectory(prefix="bench-facts-") as folder:
        for number in range(rounds):
            for level in LEVELS:
                async with _log(Path(folder, f"{level}-{number}.sqlite3"), level, writers) as log:
                    until = time.perf_counter() + seconds
                    chance = random.Random(number)
                    found = await asyncio.gather(
                        *(_desk(log, desk, until, chance.random()) for desk in range(writers))
                    )
                    kept[level] += [one for desk in found for one in desk]
    return kept


@asynccontextmanager
async def _log(path: Path, level: str, desks: int) -> AsyncIterator[FactLog]:
    engine = open_engine(f"sqlite+aiosqlite:///{path}")

    def set_level(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous={level}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", set_level)
    await migrate(engine)
    await _furnish(engine, desks)
    try:
        async with Checkpoints(engine), FactLog(open_sessions(engine)) as log:
            yield log
    finally:
        await engine.dispose()


async def _furnish(engine: AsyncEngine, desks: int) -> None:
    """A session with a seat for each desk: facts stand at seats."""
    now = datetime.now(UTC)
    async with open_sessions(engine)() as session, session.begin():
        session.add(PersonRow(id="p", name="Claire Delmas", roles=["session_lead"], created_at=now))
        await session.flush()
        session.add(
            TrainingSessionRow(
                id="bench",
                kind="practice",
                title="Mesure",
                pack_id="velambre",
                subject_id="sujet",
                minutes=60,
                legal_basis="Mesure",
                created_by="p",
                created_at=now,
            )
        )
        await session.flush()
        session.add_all(
            SeatRow(id=f"seat-{one}", session_id="bench", person_id="p", label=f"C-{one}", desk=f"{one}")
            for one in range(desks)
        )


async def _desk(log: FactLog, number: int, until: float, begin: float) -> list[float]:
    """Seconds of each fact of one desk."""
    found: list[float] = []
    await asyncio.sleep(begin * PACE_SECONDS)
    kept = 0
    while time.perf_counter() < until:
        begun = time.perf_counter()
        note = NewFact(kinds.NotesSaved(text="Rappeler Mme Weber au sujet de sa facture."))
        await log.keep("bench", f"seat-{number}", kept, [note], datetime.now(UTC))
        found.append(time.perf_counter() - begun)
        kept += 1
        await asyncio.sleep(PACE_SECONDS)
    return found
