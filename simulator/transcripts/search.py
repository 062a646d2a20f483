"""« Qui a promis un remboursement ? »: what was said and written in a session, whatever the accents and capitals."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy import select

from scoring.french.folding import fold
from simulator.accounts.guards import AnyStaff
from simulator.conduct.doors import UseDoors
from simulator.conduct.sessions import get_session, sessions_for
from simulator.conduct.tables import SeatRow
from simulator.desk.seat_read import SeatRead
from simulator.errors import Forbidden
from simulator.facts.log import FactLog
from simulator.ids import RunId, SessionId
from simulator.live_messages.shared_view import View
from simulator.parts import UseFacts, UseRooms, UseSessions
from simulator.recordings.reading import recordings_of
from simulator.seat.runs import RunState
from simulator.storage.database import Sessions
from simulator.transcripts.reading import Transcripts, UseTranscripts

router = APIRouter()

MOST_FOUND = 100


_Place = Literal["call", "chat", "confirmation"]
_By = Literal["candidate", "customer", "supervisor"]
_Expression = tuple[float, _Place, _By, str]
"""Second of the exchange, where, by whom, what."""


class Passage(View):
    """A turn, a message or a written confirmation that holds every word of the question."""

    run_id: RunId
    seat_label: str
    candidate_name: str
    position: int
    customer_name: str
    place: _Place
    by: _By
    at_seconds: float
    """From the exchange's start."""
    text: str


class Passages(View):
    """`left_off`: there are more."""

    found: tuple[Passage, ...]
    left_off: bool


@router.get("/api/staff/sessions/{session_id}/search")
async def search_session(
    session_id: SessionId,
    q: Annotated[str, Query(min_length=2, max_length=120)],
    who: AnyStaff,
    doors: UseDoors,
    transcripts: UseTranscripts,
    sessions: UseSessions,
    facts: UseFacts,
    rooms: UseRooms,
) -> Passages:
    """In the order of seats and exchanges; only seats that this person may review."""
    row = await get_session(sessions, session_id)
    if row.id not in {mine.id for mine in await sessions_for(sessions, who)}:
        raise Forbidden("Cette séance n’est pas l’une des vôtres.")
    async with sessions() as session:
        query = select(SeatRow.id).where(SeatRow.session_id == session_id).order_by(SeatRow.label)
        seats = list(await session.scalars(query))
    wanted = fold(q).split()
    found: list[Passage] = []
    for seat_id in seats:
        try:
            await doors.may_review_seat(who, seat_id)
        except Forbidden:
            continue
        read = await rooms.read(seat_id)
        for run in read.state.runs.values():
            if run.started_at is not None:
                found += [
                    one
                    for one in await _passages(transcripts, sessions, facts, read, run)
                    if _holds(one.text, wanted)
                ]
    return Passages(found=tuple(found[:MOST_FOUND]), left_off=len(found) > MOST_FOUND)


async def _passages(
    transcripts: Transcripts, sessions: Sessions, facts: FactLog, read: SeatRead, run: RunState
) -> list[Passage]:
    """All that was said and written in an exchange, in its order."""
    expressed: list[_Expression] = list(_typed(run))
    if run.calls:
        of_run = await facts.of_run(run.run_id)
        transcript = await transcripts.of_run(run, await recordings_of(sessions, run.run_id), of_run)
        for turn in transcript.turns:
            expressed.append((turn.at_seconds, "call", "candidate" if turn.by == "adviser" else turn.by, turn.text))
    return [
        Passage(
            run_id=run.run_id,
            seat_label=read.state.seat.label,
            candidate_name=read.state.candidate_name,
            position=run.position,
            customer_name=run.customer.display_name,
            place=place,
            by=by,
            at_seconds=round(at, 2),
            text=text,
        )
        for at, place, by, text in sorted(expressed)
    ]


def _typed(run: RunState) -> Iterator[_Expression]:
    start = run.started_at
    if start is None:
        return
    for message in run.conversation.messages if run.conversation is not None else ():
        yield (message.sent_at - start).total_seconds(), "chat", message.by.value, message.text
    sent = run.confirmation
    if sent is not None and sent.sent_at is not None:
        yield (sent.sent_at - start).total_seconds(), "confirmation", "candidate", f"{sent.subject}\n{sent.body}"


def _holds(text: str, wanted: list[str]) -> bool:
    said = fold(text)
    return all(word in said for word in wanted)
