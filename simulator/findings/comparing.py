"""Once a juror has submitted, verdicts are set beside what the evidence suggested: a detector that misleads shows.

Nothing here is seen while anybody marks, and the finding is made anew from the exchange as it was played: a session
marked blind counts as much as any other, and is the fairer test.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select

from scoring.agreement import Step
from scoring.evidence.weighing import Finding
from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.facts.tables import FactRow
from simulator.findings.proposing import proposals
from simulator.findings.switching import off_now
from simulator.findings.tables import ComparedMarkingRow, FindingComparisonRow
from simulator.seat.runs import RunState
from simulator.services import Services

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks: one indexed query."""

HEARD_AFTER = timedelta(minutes=10)
"""Where calls are transcribed, a marking waits this long, so that the words of the last call are there."""

JUDGED: dict[str, Step] = {"satisfactory": "met", "to_improve": "partial", "insufficient": "not_met"}
"""A verdict on the detectors' steps; « non observé » makes no pair."""


class Comparer:
    """One per process; `async with` owns its task. Each submitted marking is compared once, also after a crash."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._worker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Comparer":
        self._worker = asyncio.create_task(self._work(), name="findings-and-jurors")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    async def compare_what_is_due(self) -> None:
        """Every submitted marking not compared yet, the oldest first. Raises TimeoutError, BrokenProcessPool."""
        settled = datetime.now(UTC) - (HEARD_AFTER if self._services.transcriber.is_on else timedelta())
        async with self._services.sessions() as session:
            query = (
                select(FactRow)
                .outerjoin(ComparedMarkingRow, ComparedMarkingRow.fact_id == FactRow.id)
                .where(FactRow.kind == kinds.MarkingSubmitted().kind, ComparedMarkingRow.fact_id.is_(None))
                .where(FactRow.at <= settled)
                .order_by(FactRow.id)
            )
            due = list(await session.scalars(query))
        for fact in due:
            await self._compare(fact)

    async def _work(self) -> None:
        while True:
            try:
                await self.compare_what_is_due()
            except (TimeoutError, BrokenProcessPool) as error:
                log.warning("comparison_put_off", why=type(error).__name__)
            except Exception:
                # The markings are kept: look again later.
                log.exception("comparison_failed")
            await asyncio.sleep(LOOK_EVERY)

    async def _compare(self, submitted: FactRow) -> None:
        room = await self._services.rooms.room(submitted.seat_id or "")
        off = await off_now(self._services)
        pairs: list[FindingComparisonRow] = []
        for run in room.state.runs.values():
            judged = dict(_verdicts(room, run, submitted.actor))
            if judged and run.started_at is not None:
                found = (await proposals(self._services, room, run)).findings
                pairs += [
                    FindingComparisonRow(
                        at=submitted.at,
                        run_id=run.run_id,
                        criterion=one.criterion,
                        juror=submitted.actor,
                        judged=judged[one.criterion],
                        found=_step(one),
                        was_shown=room.state.training.findings and one.criterion not in off,
                    )
                    for one in found
                    if one.criterion in judged
                ]
        async with self._services.sessions() as session, session.begin():
            session.add(ComparedMarkingRow(fact_id=submitted.id))
            session.add_all(pairs)


def _verdicts(room: SeatRoom, run: RunState, actor: str) -> Iterator[tuple[str, Step]]:
    for (by, run_id, criterion), (_, verdict) in room.state.marking.verdicts.items():
        if by == actor and run_id == run.run_id and verdict.verdict in JUDGED:
            yield criterion, JUDGED[verdict.verdict]


def _step(finding: Finding) -> Step:
    assert finding.verdict != "not_observable"
    return finding.verdict
