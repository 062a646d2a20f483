"""Once a juror has submitted, verdicts are set beside what the evidence suggested: a detector that misleads shows.

Nothing here is seen while anybody marks, and the finding is made anew from the exchange as it was played: a session
marked blind counts as much as any other, and is the fairer test.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.agreement import Step
from scoring.evidence.weighing import Finding
from simulator.conduct.tables import TrainingSessionRow
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_read import SeatRead
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.facts.tables import FactRow
from simulator.findings.proposing import Proposer
from simulator.findings.switching import off_now
from simulator.findings.tables import ComparedMarkingRow, FindingComparisonRow
from simulator.ids import SeatId
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import ask, done

COMPARISON_JOB = "comparison"
"""Its subject is the fact « submitted »: its seat and its number."""

LOOK_EVERY = 5.0
"""Seconds between two looks: one indexed query."""

HEARD_AFTER = timedelta(minutes=10)
"""Where calls are transcribed, a marking waits this long, so that the words of the last call are there."""

JUDGED: dict[str, Step] = {"satisfactory": "met", "to_improve": "partial", "insufficient": "not_met"}
"""A verdict on the detectors' steps; « non observé » makes no pair."""


LOOKED_AT_AGAIN = timedelta(minutes=10)
"""While an exam day's jury deliberates."""


class Comparer:
    """Each submitted marking is compared once, also after a crash."""

    def __init__(
        self, sessions: Sessions, clock: SteadyClock, rooms: SeatRooms, proposer: Proposer, is_heard: bool
    ) -> None:
        """`is_heard`: calls are transcribed here."""
        self._sessions, self._clock, self._rooms = sessions, clock, rooms
        self._proposer, self._is_heard = proposer, is_heard
        self.job = JobKind(COMPARISON_JOB, self.compare, look_every=LOOK_EVERY, missing=_uncompared)

    async def compare(self, subject: str) -> None:
        """`subject`: the submitting fact's. Raises NotYet while words may come, TimeoutError, BrokenProcessPool."""
        seat, _, number = subject.partition("/")
        seat_id = SeatId(seat)
        async with self._sessions() as session:
            query = select(FactRow).where(FactRow.seat_id == seat_id, FactRow.number == int(number))
            submitted = await session.scalar(query)
            if submitted is None or await session.get(ComparedMarkingRow, submitted.id) is not None:
                return
            training = await session.get_one(TrainingSessionRow, submitted.session_id)
            is_rehearsal = training.rehearsal_people is not None
        waited = self._clock.now() - submitted.at
        if self._is_heard and waited < HEARD_AFTER:
            raise NotYet((HEARD_AFTER - waited).total_seconds())
        read = await self._rooms.read(seat_id)
        if not _may_be_counted(read.state):
            raise NotYet(LOOKED_AT_AGAIN.total_seconds())
        off = await off_now(self._sessions)
        pairs: list[FindingComparisonRow] = []
        # What scripted people mark says nothing of how far findings and jurors agree.
        for run in () if is_rehearsal else read.state.runs.values():
            judged = dict(_verdicts(read, run, submitted.actor))
            if judged and run.started_at is not None:
                found = (await self._proposer.on(read, run)).findings
                pairs += [
                    FindingComparisonRow(
                        at=submitted.at,
                        run_id=run.run_id,
                        criterion=one.criterion,
                        juror=submitted.actor,
                        judged=judged[one.criterion],
                        found=_step(one),
                        was_shown=read.state.training.findings and one.criterion not in off,
                    )
                    for one in found
                    if one.criterion in judged
                ]
        async with self._sessions() as session, session.begin():
            session.add(ComparedMarkingRow(fact_id=submitted.id))
            session.add_all(pairs)
            await done(session, COMPARISON_JOB, subject)


def _may_be_counted(state: SeatState) -> bool:
    """On an exam day a juror's verdict stands in no readable row before the whole jury has signed."""
    if state.training.format_id is None or state.training.closed_at is not None:
        return True
    return state.deliberation.is_signed(state.seat.id, state.jurors)


async def marking_submitted(session: AsyncSession, fact: Fact) -> None:
    """With the fact that a juror has submitted: their verdicts are to be compared."""
    await ask(session, COMPARISON_JOB, f"{fact.place.seat_id}/{fact.number}")


async def _uncompared(session: AsyncSession) -> Sequence[str]:
    query = (
        select(FactRow.seat_id, FactRow.number)
        .outerjoin(ComparedMarkingRow, ComparedMarkingRow.fact_id == FactRow.id)
        .where(FactRow.kind == kinds.MarkingSubmitted().kind, ComparedMarkingRow.fact_id.is_(None))
        .order_by(FactRow.id)
    )
    return [f"{seat_id}/{number}" for seat_id, number in await session.execute(query)]


def _verdicts(read: SeatRead, run: RunState, actor: str) -> Iterator[tuple[str, Step]]:
    for (by, run_id, criterion), (_, verdict) in read.state.marking.verdicts.items():
        if by == actor and run_id == run.run_id and verdict.verdict in JUDGED:
            yield criterion, JUDGED[verdict.verdict]


def _step(finding: Finding) -> Step:
    assert finding.verdict != "not_observable"
    return finding.verdict
