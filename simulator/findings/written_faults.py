"""Faults of writing in sealed productions, proposed to whoever corrects: never where jurors mark blind.

The same proofreader as for exchanges (family `written`, CP3.8); what it says is a place to look at, never a verdict.
"""

from concurrent.futures.process import BrokenProcessPool
from typing import Literal

import structlog
from fastapi import APIRouter

from exams.phases import ProductionId
from scoring.exchange import Confirmation, Exchange, Written
from simulator.accounts.guards import CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.findings.routes import NoFindings
from simulator.findings.switching import off_now
from simulator.ids import SeatId
from simulator.live_messages.shared_view import View
from simulator.parts import UseFinder, UseRooms, UseSessions
from simulator.productions.prose import checked
from simulator.productions.reading import as_json, produced
from simulator.productions.version_rows import UseVersions
from simulator.seat.deciding.corrections import must_be_sealed

log = structlog.get_logger(__name__)
router = APIRouter()

CRITERION = "CP3.8"
"""« Les règles orthographiques et syntaxiques sont respectées »"""


class WrittenFault(View):
    """`excerpt` of paragraph `paragraph` (from 0), from character `start` to before `end` of it."""

    production: ProductionId
    paragraph: int
    start: int
    end: int
    excerpt: str
    problem: str


class WrittenFaults(View):
    """`state` off: this session is marked blind, or the criterion's detector is switched off."""

    state: Literal["off", "ready"]
    criterion: str
    faults: tuple[WrittenFault, ...]


@router.get("/api/staff/seats/{seat_id}/productions/findings")
async def written_faults(
    seat_id: SeatId,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    sessions: UseSessions,
    versions: UseVersions,
    finder: UseFinder,
) -> WrittenFaults:
    """What the proofreader underlines in each production, once sealed."""
    await doors.may_mark_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    must_be_sealed(state)
    off = await off_now(sessions)
    if not state.training.findings or CRITERION in off or "written" in off:
        return WrittenFaults(state="off", criterion=CRITERION, faults=())
    found = list[WrittenFault]()
    try:
        for production in produced(state):
            blocks = checked(as_json(await versions.document(state, production))).blocks
            for paragraph, block in enumerate(blocks):
                if not block.text.strip():
                    continue
                for marked in await finder.proofread(_as_exchange(seat_id, block.text)):
                    found += [
                        WrittenFault(
                            production=production,
                            paragraph=paragraph,
                            start=fault.start,
                            end=fault.end,
                            excerpt=block.text[fault.start : fault.end],
                            problem=fault.problem,
                        )
                        for fault in marked.faults
                    ]
    except (TimeoutError, BrokenProcessPool) as error:
        log.error("written_faults_failed", seat=seat_id, why=str(error) or type(error).__name__)
        raise NoFindings from None
    return WrittenFaults(state="ready", criterion=CRITERION, faults=tuple(found))


def _as_exchange(seat_id: SeatId, text: str) -> Exchange:
    """One paragraph, in the shape that the proofreader takes."""
    return Exchange(
        id=seat_id,
        competence="CP3",
        channel="phone",
        written=Written(confirmation=Confirmation(kind="letter", body=text)),
    )
