"""Who was given what, and who has played it: rows and facts, read anew at each request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from simulator.accounts.tables import PersonRow
from simulator.assignments.tables import AssignmentRow
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.facts.kinds import ExchangeStarted
from simulator.facts.tables import FactRow
from simulator.ids import PersonId, SessionId
from simulator.storage.database import Sessions

SHOWN_AFTER = timedelta(days=60)
"""A list is about what is to be done: what was due two months ago is history."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """One that is neither withdrawn nor closed. `people`: names, of all who are to do it."""

    row: AssignmentRow
    training: TrainingSessionRow
    given_by: str
    people: Mapping[PersonId, str]
    played_at: Mapping[PersonId, datetime]
    """When each of them began it first since it was given."""


async def assigned(
    sessions: Sessions, today: date, *, group_name: str | None = None, person_id: PersonId | None = None
) -> list[Assigned]:
    """By day. `group_name`: only that group's; `person_id`: only what this person is to do."""
    query = (
        select(AssignmentRow, TrainingSessionRow, PersonRow.name)
        .join(TrainingSessionRow, TrainingSessionRow.id == AssignmentRow.session_id)
        .join(PersonRow, PersonRow.id == TrainingSessionRow.created_by)
        .where(
            AssignmentRow.withdrawn_at.is_(None),
            TrainingSessionRow.closed_at.is_(None),
            AssignmentRow.due_on >= (today - SHOWN_AFTER).isoformat(),
        )
        .order_by(AssignmentRow.due_on, AssignmentRow.given_at)
    )
    if group_name is not None:
        query = query.where(TrainingSessionRow.group_name == group_name)
    if person_id is not None:
        mine = select(SeatRow.session_id).where(SeatRow.person_id == person_id)
        groups = (
            select(TrainingSessionRow.group_name)
            .join(SeatRow, SeatRow.session_id == TrainingSessionRow.id)
            .where(SeatRow.person_id == person_id, TrainingSessionRow.group_name != "")
        )
        for_all = AssignmentRow.is_for_group & TrainingSessionRow.group_name.in_(groups)
        query = query.where(or_(TrainingSessionRow.id.in_(mine), for_all))
    async with sessions() as session:
        rows = [(row, training, name) for row, training, name in await session.execute(query)]
    at_seats = await _at_seats(sessions, [row.session_id for row, _, _ in rows])
    of_groups = await people_of_groups(sessions, {it.group_name for row, it, _ in rows if row.is_for_group})
    begun = await _begun(sessions, [row.exchange_id for row, _, _ in rows])
    found: list[Assigned] = []
    for row, training, name in rows:
        people = at_seats.get(row.session_id, {})
        if row.is_for_group:
            people = of_groups.get(training.group_name, {}) | people
        exercise = training.pack_id, training.subject_id, row.exchange_id
        starts = {who: [at for at in begun.get((who, *exercise), ()) if at >= row.given_at] for who in people}
        played_at = {who: min(times) for who, times in starts.items() if times}
        found.append(Assigned(row, training, name, people, played_at))
    return found


async def _at_seats(sessions: Sessions, session_ids: Sequence[SessionId]) -> dict[SessionId, dict[PersonId, str]]:
    query = (
        select(SeatRow.session_id, PersonRow.id, PersonRow.name)
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.session_id.in_(session_ids))
    )
    found: dict[SessionId, dict[PersonId, str]] = {}
    async with sessions() as session:
        for session_id, person_id, name in await session.execute(query):
            found.setdefault(session_id, {})[person_id] = name
    return found


async def people_of_groups(sessions: Sessions, names: Collection[str]) -> dict[str, dict[PersonId, str]]:
    """Who practises in each of these groups, by person; nobody is of the group without a name."""
    query = (
        select(TrainingSessionRow.group_name, PersonRow.id, PersonRow.name)
        .join(SeatRow, SeatRow.session_id == TrainingSessionRow.id)
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(
            TrainingSessionRow.kind == "practice",
            TrainingSessionRow.group_name != "",
            TrainingSessionRow.group_name.in_(names),
        )
    )
    found: dict[str, dict[PersonId, str]] = {}
    async with sessions() as session:
        for group_name, person_id, name in await session.execute(query):
            found.setdefault(group_name, {})[person_id] = name
    return found


_Begun = dict[tuple[PersonId, str, str, str], list[datetime]]
"""By person, pack, subject and exchange."""


async def _begun(sessions: Sessions, exchange_ids: Collection[str]) -> _Begun:
    """When whoever practises began these exchanges, at any seat."""
    query = (
        select(
            SeatRow.person_id,
            TrainingSessionRow.pack_id,
            ExchangeRunRow.subject_id,
            ExchangeRunRow.exchange_id,
            FactRow.at,
        )
        .join(SeatRow, SeatRow.id == ExchangeRunRow.seat_id)
        .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
        .join(FactRow, FactRow.run_id == ExchangeRunRow.id)
        .where(
            ExchangeRunRow.exchange_id.in_(set(exchange_ids)),
            TrainingSessionRow.kind == "practice",
            FactRow.kind == ExchangeStarted.model_fields["kind"].default,
        )
    )
    found: _Begun = {}
    async with sessions() as session:
        for who, pack_id, subject_id, exchange_id, at in await session.execute(query):
            found.setdefault((who, pack_id, subject_id, exchange_id), []).append(at)
    return found
