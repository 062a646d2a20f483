"""Reading one exchange that has ended: findings with their seconds, and what was written with its faults."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

from pydantic import ConfigDict

from scoring import MarkedText
from simulator.desk.seat_read import SeatRead
from simulator.findings.finder import Finder
from simulator.findings.proposing import Proposer, proposed
from simulator.findings.switching import off_now
from simulator.finite import FiniteModel
from simulator.practice.tables import PracticeReadingRow
from simulator.seat.runs import RunState
from simulator.storage.database import Sessions


class _Read(FiniteModel):
    model_config = ConfigDict(frozen=True)


class ReadFinding(_Read):
    """`at_seconds`: of the exchange, the first moment that shows it; None where no second does."""

    criterion: str
    verdict: Literal["met", "partial", "not_met"]
    confidence: float
    reason: str
    at_seconds: float | None


class ReadFault(_Read):
    """`start` and `end`: characters of the text; `problem`: what is wrong, in French."""

    start: int
    end: int
    problem: str


class ReadText(_Read):
    """Something that the trainee wrote. `at_seconds`: of the exchange, for a message."""

    place: Literal["message", "record", "confirmation"]
    at_seconds: float | None
    text: str
    faults: tuple[ReadFault, ...]


async def read_exchange(
    sessions: Sessions, finder: Finder, proposer: Proposer, read: SeatRead, run: RunState
) -> PracticeReadingRow:
    """Raises TimeoutError, BrokenProcessPool; ValueError for an exchange that nothing was played of."""
    found = await proposer.on(read, run, await off_now(sessions))
    views = [(one, proposed(one, found.played[0])) for one in found.findings]
    findings = (
        ReadFinding(
            criterion=view.criterion,
            verdict=view.verdict,
            confidence=one.confidence,
            reason=view.reason,
            at_seconds=view.moments[0].at_seconds if view.moments else None,
        )
        for one, view in views
    )
    first = found.played[0]
    texts = _texts(await finder.proofread(first.exchange), run)
    return PracticeReadingRow(
        run_id=run.run_id,
        at=datetime.now(UTC),
        has_words=found.has_words,
        findings=[one.model_dump() for one in findings],
        texts=[one.model_dump() for one in texts],
    )


def _texts(faulty: Sequence[MarkedText], run: RunState) -> Iterator[ReadText]:
    messages = run.conversation.messages if run.conversation is not None else ()
    for one in faulty:
        at = None
        if isinstance(one.place, int):
            sent = messages[one.place - 1].sent_at
            at = round((sent - (run.started_at or sent)).total_seconds(), 2)
        yield ReadText(
            place="message" if isinstance(one.place, int) else one.place,
            at_seconds=at,
            text=one.text,
            faults=tuple(ReadFault(start=fault.start, end=fault.end, problem=fault.problem) for fault in one.faults),
        )
