"""Every practice exchange that has ended is read once, as soon as its recording and its words are there."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.tables import TrainingSessionRow
from simulator.desk.rooms import SeatRooms
from simulator.facts import kinds
from simulator.facts.fact import Fact, NewFact
from simulator.facts.tables import FactRow
from simulator.findings.finder import Finder
from simulator.findings.proposing import Proposer
from simulator.ids import RunId, SeatId
from simulator.practice.reading import read_exchange
from simulator.practice.tables import PracticeReadingRow
from simulator.recordings.reading import recordings_of
from simulator.seat.runs import RunState
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import ask, done
from simulator.transcripts.reading import Transcripts

log = structlog.get_logger(__name__)

READING_JOB = "practice-reading"
"""Its subject is the exchange."""

LOOK_EVERY = 2.0
"""Seconds until what is not whole yet is looked at again."""

LONGEST_WAIT = timedelta(minutes=10)
"""After that, an exchange is read with what there is."""


class PracticeReader:
    """Each exchange is read once, also after a crash: reading and fact are kept together."""

    def __init__(
        self,
        sessions: Sessions,
        clock: SteadyClock,
        rooms: SeatRooms,
        finder: Finder,
        proposer: Proposer,
        transcripts: Transcripts,
    ) -> None:
        self._sessions, self._clock, self._rooms = sessions, clock, rooms
        self._finder, self._proposer, self._transcripts = finder, proposer, transcripts
        # The latest first: somebody is waiting for it.
        self.job = JobKind(
            READING_JOB,
            lambda subject: self.read(RunId(subject)),
            latest_first=True,
            look_every=LOOK_EVERY,
            missing=_unread,
        )

    async def read(self, run_id: RunId) -> None:
        """Raises NotYet while recording or words are on their way, TimeoutError, BrokenProcessPool."""
        async with self._sessions() as session:
            ended = await session.execute(
                select(FactRow.seat_id, FactRow.at)
                .where(FactRow.run_id == run_id, FactRow.kind == kinds.ExchangeEnded(by="system").kind)
                .order_by(FactRow.number.desc())
            )
            seat_id, ended_at = ended.first() or (SeatId(""), None)
            if ended_at is None or await session.get(PracticeReadingRow, run_id) is not None:
                return
        read = await self._rooms.read(seat_id)
        run = read.state.runs[run_id]
        if run.started_at is None:
            return
        is_late = self._clock.now() - ended_at > LONGEST_WAIT
        if not is_late and not await self._is_whole(run):
            raise NotYet(LOOK_EVERY)
        row = await read_exchange(self._sessions, self._finder, self._proposer, read, run)

        async def beside(session: AsyncSession) -> None:
            await session.merge(row)
            await done(session, READING_JOB, run_id)

        room = await self._rooms.room(seat_id)
        await room.keep([NewFact(kinds.FeedbackReady(), run_id)], beside)
        log.info("practice_read", run=run_id, findings=len(row.findings))

    async def _is_whole(self, run: RunState) -> bool:
        """No recording and no transcript is still on its way."""
        rows = await recordings_of(self._sessions, run.run_id)
        if any(row.state in ("live", "finishing") for row in rows):
            return False
        transcript = await self._transcripts.of_run(run, rows, ())
        return transcript.state != "waiting"


async def exchange_ended(session: AsyncSession, fact: Fact) -> None:
    """With the fact that an exchange is over: in practice, it is to be read."""
    training = await session.get_one(TrainingSessionRow, fact.place.session_id)
    if training.kind == "practice" and fact.place.run_id is not None:
        await ask(session, READING_JOB, fact.place.run_id)


async def _unread(session: AsyncSession) -> Sequence[str]:
    query = (
        select(FactRow.run_id)
        .join(TrainingSessionRow, TrainingSessionRow.id == FactRow.session_id)
        .outerjoin(PracticeReadingRow, PracticeReadingRow.run_id == FactRow.run_id)
        .where(FactRow.kind == kinds.ExchangeEnded(by="system").kind, FactRow.run_id.is_not(None))
        .where(TrainingSessionRow.kind == "practice", PracticeReadingRow.run_id.is_(None))
        .order_by(FactRow.id)
    )
    return list(dict.fromkeys(run_id for run_id in await session.scalars(query) if run_id is not None))
