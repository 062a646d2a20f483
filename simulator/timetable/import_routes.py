"""Importing candidates and jurors over HTTP: a file is read and shown first, and kept only when the person agrees.

The file is the request's body, as it is.
"""

import secrets
from collections.abc import Iterable
from functools import partial, reduce

from fastapi import APIRouter, Request

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Leader
from simulator.conduct.in_turn import in_turn, signing_turn
from simulator.conduct.sessions import UseSessionMaker
from simulator.errors import NotFound
from simulator.ids import SeatId, SessionId
from simulator.parts import UsePhones, UseRooms, UseSessions
from simulator.seat.deciding import phases
from simulator.seat.deciding.under_signature import need_changeable
from simulator.seat.decision import Decision
from simulator.timetable.accommodating import accommodate, granted
from simulator.timetable.candidates import change_record, imported, is_other_time, over_cap, seated_in, take_in
from simulator.timetable.changing import Days, changed
from simulator.timetable.days import FIRST, date_of, day_called
from simulator.timetable.planner import UsePlanner
from simulator.timetable.rows import JurorRow, RowFault, read_candidates, read_jurors
from simulator.timetable.store import candidates_of
from simulator.timetable.table_reading import read_table
from simulator.timetable.views import (
    CandidateChange,
    CandidatesPreview,
    DayJurorView,
    JurorsPreview,
    NewCandidates,
    PairView,
    RowFaultView,
    TimetableView,
)
from simulator.typography import french_spaces

router = APIRouter()

DAY = "/api/staff/exam-days/{session_id}"

MOST_FAULTS = 50
"""Shown; a wrong file has one for each row."""

A_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


@router.post(f"{DAY}/import/candidates", openapi_extra=A_FILE)
async def preview_candidates(
    session_id: SessionId, request: Request, who: Leader, planner: UsePlanner, sessions: UseSessions
) -> CandidatesPreview:
    """Reads a list of candidates and keeps nothing."""
    kept = await planner.store.newest(session_id)
    known = await seated_in(sessions, session_id, kept.days)
    read = read_candidates(await read_table(await request.body()), known, kept.days, kept.day)
    read.faults.extend(await over_cap(sessions, session_id, read.rows))
    return CandidatesPreview(
        candidates=() if read.faults else tuple(imported(row) for row in read.rows),
        faults=_faults(read.faults),
        ignored=tuple(read.ignored),
    )


@router.post(f"{DAY}/import/jurors", openapi_extra=A_FILE)
async def preview_jurors(session_id: SessionId, request: Request, who: Leader, planner: UsePlanner) -> JurorsPreview:
    """Reads a list of jurors and keeps nothing: the pairs come back, to be kept with the rooms."""
    await planner.store.newest(session_id)
    read = read_jurors(await read_table(await request.body()), await planner.jurors())
    return JurorsPreview(
        pairs=() if read.faults else tuple(_pairs(read.rows)),
        faults=_faults(read.faults),
        ignored=tuple(read.ignored),
    )


@router.post(f"{DAY}/candidates", status_code=201)
async def add_candidates(
    session_id: SessionId,
    body: NewCandidates,
    who: Leader,
    planner: UsePlanner,
    maker: UseSessionMaker,
    sessions: UseSessions,
    rooms: UseRooms,
    phones: UsePhones,
) -> TimetableView:
    """Takes in what a preview showed, all or none."""
    kept = await planner.store.newest(session_id)
    # Two responsible persons with the same list: the second finds the first one's candidates there.
    async with in_turn(f"candidates {session_id}"):
        seats = await take_in(maker, sessions, session_id, body.candidates, kept.day)
    for seat, one in zip(seats, body.candidates, strict=True):
        if one.extra_percent or one.extra_minutes:
            await accommodate(rooms, actor_of(who), seat.id, one.extra_percent, one.extra_minutes, one.accommodation)
    await phones.places_changed()
    return await planner.view(session_id)


@router.put(f"{DAY}/candidates/{{seat_id}}")
async def set_candidate(
    session_id: SessionId,
    seat_id: SeatId,
    body: CandidateChange,
    who: Leader,
    planner: UsePlanner,
    sessions: UseSessions,
    rooms: UseRooms,
    phones: UsePhones,
) -> TimetableView:
    """Name, number, desk, access route, day, accommodation, trainers of one; each correction is a dated fact."""
    kept = await planner.store.newest(session_id)
    async with in_turn(f"candidates {session_id}"), signing_turn(seat_id):
        async with sessions() as session:
            people = {day: await candidates_of(session, session_id, day) for day in (FIRST, *kept.days[1:])}
        mine = next((day for day, there in people.items() if seat_id in {one.id for one, _ in there}), None)
        if mine is None:
            raise NotFound("Ce candidat n’est pas de cette session.")
        need_changeable((await rooms.read(seat_id)).state)
        new = mine if body.day is None else day_called(body.day, kept.days)
        days = Days(date_of(mine, kept.days), date_of(new, kept.days), frozenset(one.id for one, _ in people[new]))
        correction = changed(seat_id, body, [one for there in people.values() for one in there], days)
        acts: list[phases.Act] = []
        if correction is not None:
            acts.append(partial(phases.correct_candidate, correction=correction))
        if await is_other_time(sessions, seat_id, body):
            acts.append(granted(body.extra_percent, body.extra_minutes, body.accommodation))
        if acts:
            # Both or neither: where one is refused, nothing of the record has changed.
            room = await rooms.room(seat_id)
            await room.commanding.decide(
                actor_of(who), lambda scene: reduce(Decision.then, (act(scene) for act in acts))
            )
            await phones.places_changed()
        await change_record(sessions, session_id, seat_id, body)
    return await planner.view(session_id)


def _pairs(rows: Iterable[JurorRow]) -> list[PairView]:
    """Jurors without a pair of their own go two by two."""
    named: dict[str, list[JurorRow]] = {}
    alone: list[JurorRow] = []
    for row in rows:
        if row.pair:
            named.setdefault(row.pair, []).append(row)
        else:
            alone.append(row)
    groups = [(_name(pair), jurors) for pair, jurors in named.items()]
    groups += [(f"Jury {len(named) + 1 + index // 2}", alone[index : index + 2]) for index in range(0, len(alone), 2)]
    return [
        PairView(
            id=secrets.token_hex(4),
            name=name,
            room="",
            jurors=tuple(
                DayJurorView(id=one.person_id, name=one.name, knows_retention=one.knows_retention)
                for one in jurors[:4]
            ),
        )
        for name, jurors in groups[:12]
    ]


def _name(pair: str) -> str:
    return f"Jury {pair}" if len(pair) <= 3 else pair


def _faults(found: list[RowFault]) -> tuple[RowFaultView, ...]:
    return tuple(
        RowFaultView(
            row=one.row,
            column=one.column,
            problem=french_spaces(one.problem),
            remedy=french_spaces(one.remedy),
        )
        for one in sorted(found, key=lambda one: one.row)[:MOST_FAULTS]
    )
