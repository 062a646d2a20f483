"""What is known of practice exchanges, read once from sessions, facts and readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, select

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.tables import FactRow
from simulator.ids import PersonId, RunId, SeatId
from simulator.practice.tables import PracticeReadingRow
from simulator.storage.database import Sessions

LONGEST = timedelta(minutes=45)
"""An exchange that was left open overnight is no night of practice."""

FAVOURABLE = {"satisfactory": 1.0, "to_improve": 0.5, "insufficient": 0.0, "met": 1.0, "partial": 0.5, "not_met": 0.0}
"""What a verdict or a finding weighs in a share of favourable observations; « non observé » weighs nothing."""

Source = Literal["trainer", "proposed"]
"""A trainer's verdict that the trainee may see, or what the evidence suggests. Never mixed."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One criterion seen once in one exchange. `value`: 0 to 1, as FAVOURABLE."""

    run_id: RunId
    criterion: str
    at: datetime
    source: Source
    value: float


@dataclass(frozen=True, slots=True)
class PlayedExchange:
    """An exchange that was begun. `seconds` is 0 until it has ended."""

    run_id: RunId
    seat_id: SeatId
    session_title: str
    pack_id: str
    subject_id: str
    exchange_id: str
    attempt: int
    at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Practice:
    """All of one trainee's. `subjects`: (pack, subject) of each of their sessions, the latest first."""

    person_id: PersonId
    name: str
    group_name: str
    subjects: tuple[tuple[str, str], ...]
    played: tuple[PlayedExchange, ...]
    observations: tuple[Observation, ...]


async def practice_of_group(sessions: Sessions, group_name: str) -> list[Practice]:
    """Every trainee of the group, by name."""
    return await _practice(sessions, TrainingSessionRow.group_name == group_name)


async def practice_of_person(sessions: Sessions, person_id: PersonId) -> Practice | None:
    """One trainee's; None for somebody who never had a seat in a practice session."""
    found = await _practice(sessions, SeatRow.person_id == person_id)
    return found[0] if found else None


async def _practice(sessions: Sessions, which: ColumnElement[bool]) -> list[Practice]:
    async with sessions() as session:
        query = (
            select(SeatRow, PersonRow, TrainingSessionRow)
            .join(PersonRow, PersonRow.id == SeatRow.person_id)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .where(TrainingSessionRow.kind == "practice", which)
            .order_by(TrainingSessionRow.created_at.desc())
        )
        seats = [(seat, person, training) for seat, person, training in await session.execute(query)]
        ids = [seat.id for seat, _, _ in seats]
        runs = list(await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id.in_(ids))))
        counted = [one.model_fields["kind"].default for one in _COUNTED]
        facts = list(
            await session.scalars(
                select(FactRow).where(FactRow.seat_id.in_(ids), FactRow.kind.in_(counted)).order_by(FactRow.id)
            )
        )
        reading_rows = select(PracticeReadingRow).where(PracticeReadingRow.run_id.in_([run.id for run in runs]))
        readings = list(await session.scalars(reading_rows))
    trainings = {seat.id: training for seat, _, training in seats}
    played = list(_played(runs, trainings, facts))
    observed = [*_judged(facts), *_read(readings, {one.run_id: one.at for one in played})]
    people = {person.id: person for _, person, _ in seats}
    found: list[Practice] = []
    for person in sorted(people.values(), key=lambda one: one.name.casefold()):
        own = [(seat, training) for seat, somebody, training in seats if somebody.id == person.id]
        own_seats = {seat.id for seat, _ in own}
        own_played = tuple(one for one in played if one.seat_id in own_seats)
        own_runs = {one.run_id for one in own_played}
        found.append(
            Practice(
                person_id=person.id,
                name=person.name,
                group_name=own[0][1].group_name,
                subjects=tuple(dict.fromkeys((training.pack_id, training.subject_id) for _, training in own)),
                played=own_played,
                observations=tuple(one for one in observed if one.run_id in own_runs),
            )
        )
    return found


_COUNTED = (
    kinds.ExchangeStarted,
    kinds.ExchangeEnded,
    kinds.VerdictSet,
    kinds.FeedbackShared,
    kinds.MarkingSubmitted,
)


def _is(fact: FactRow, kind: type[kinds.FactData]) -> bool:
    return fact.kind == kind.model_fields["kind"].default


def _played(
    runs: Sequence[ExchangeRunRow], trainings: dict[SeatId, TrainingSessionRow], facts: Sequence[FactRow]
) -> list[PlayedExchange]:
    """In the order in which they were begun."""
    began: dict[str, datetime] = {}
    ended: dict[str, datetime] = {}
    for fact in facts:
        if fact.run_id is not None and _is(fact, kinds.ExchangeStarted):
            began.setdefault(fact.run_id, fact.at)
        elif fact.run_id is not None and _is(fact, kinds.ExchangeEnded):
            ended.setdefault(fact.run_id, fact.at)
    found = [
        PlayedExchange(
            run_id=run.id,
            seat_id=run.seat_id,
            session_title=trainings[run.seat_id].title,
            pack_id=trainings[run.seat_id].pack_id,
            subject_id=run.subject_id,
            exchange_id=run.exchange_id,
            attempt=run.attempt,
            at=began[run.id],
            seconds=min(LONGEST, ended.get(run.id, began[run.id]) - began[run.id]).total_seconds(),
        )
        for run in runs
        if run.id in began
    ]
    return sorted(found, key=lambda one: one.at)


def _judged(facts: Sequence[FactRow]) -> list[Observation]:
    """Each trainer's latest verdict on a criterion, once they shared the exchange or submitted the seat."""
    verdicts: dict[tuple[str, RunId, str], FactRow] = {}
    open_runs: set[str] = set()
    submitted: set[tuple[str, str]] = set()
    for fact in facts:
        if _is(fact, kinds.VerdictSet):
            verdicts[fact.actor, fact.run_id or RunId(""), fact.data["criterion"]] = fact
        elif _is(fact, kinds.FeedbackShared):
            open_runs.add(fact.run_id or "")
        elif _is(fact, kinds.MarkingSubmitted):
            submitted.add((fact.actor, fact.seat_id or ""))
    return [
        Observation(run_id, criterion, fact.at, "trainer", FAVOURABLE[fact.data["verdict"]])
        for (actor, run_id, criterion), fact in verdicts.items()
        if fact.data["verdict"] in FAVOURABLE and (run_id in open_runs or (actor, fact.seat_id or "") in submitted)
    ]


def _read(readings: Sequence[PracticeReadingRow], began: dict[str, datetime]) -> list[Observation]:
    return [
        Observation(row.run_id, one["criterion"], began[row.run_id], "proposed", FAVOURABLE[one["verdict"]])
        for row in readings
        for one in row.findings
        if row.run_id in began
    ]
