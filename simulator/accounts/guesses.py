"""Who is being slowed at the door, for the session lead's screen; one click lets them try again at once."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter
from pydantic import Field
from sqlalchemy import delete, select

from simulator.accounts.guards import Leader
from simulator.accounts.tables import FailedSignInRow, PersonRow
from simulator.accounts.visitor import Visitor, mark_of
from simulator.bodies import Body
from simulator.finite import FiniteModel
from simulator.parts import UseDoor, UseSessions
from simulator.storage.database import Sessions
from telephony import GuessThrottle

log = structlog.get_logger(__name__)

router = APIRouter()

KEPT = timedelta(days=30)
MOST_SHOWN = 50

Door = Literal["password", "code", "second_factor"]


class SlowedView(FiniteModel):
    """Somebody who has used up the free tries. Lengths in seconds, from when this was answered."""

    door: Door
    key: str
    """What « reopen » takes back: it says nothing by itself."""
    place: str
    """An address, or "" for a device that has signed in before."""
    login: str | None
    """None for codes, and where no such account exists."""
    name: str | None
    wrong: int
    refused: int
    wait: float
    quiet: float


class EarlierView(FiniteModel):
    """When guessing began to be slowed, in the last month."""

    at: datetime
    place: str
    login: str | None


class Guesses(FiniteModel):
    slowed: list[SlowedView]
    earlier: list[EarlierView]


class Reopen(Body):
    door: Door
    key: Annotated[str, Field(max_length=80)]
    place: Annotated[str, Field(max_length=80)]


@router.get("/api/staff/guesses")
async def guesses(who: Leader, sessions: UseSessions, door: UseDoor) -> Guesses:
    """Who is slowed just now, and since when there has been guessing."""
    async with sessions() as session:
        staff = list(await session.scalars(select(PersonRow).where(PersonRow.login.is_not(None))))
        rows = await session.scalars(select(FailedSignInRow).order_by(FailedSignInRow.at.desc()).limit(MOST_SHOWN))
        earlier = [EarlierView(at=row.at, place=row.address, login=row.account or None) for row in rows]
    people = {mark_of(person.login or ""): person for person in staff} | {person.id: person for person in staff}
    kinds: tuple[tuple[Door, GuessThrottle], ...] = (
        ("password", door.passwords),
        ("code", door.codes),
        ("second_factor", door.second_factors),
    )
    slowed = [
        SlowedView(
            door=kind,
            key=one.account,
            place="" if one.origin.startswith("device ") else one.origin,
            login=known.login if (known := people.get(one.account)) is not None else None,
            name=known.name if known is not None else None,
            wrong=one.wrong,
            refused=one.refused,
            wait=round(one.wait, 1),
            quiet=round(one.quiet, 1),
        )
        for kind, throttle in kinds
        for one in throttle.slowed()[:MOST_SHOWN]
    ]
    return Guesses(slowed=slowed, earlier=earlier)


@router.post("/api/staff/guesses/reopen", status_code=204)
async def reopen(body: Reopen, who: Leader, door: UseDoor) -> None:
    """This account may be tried again at once, from that place and from the devices that know it."""
    throttle = {"password": door.passwords, "code": door.codes, "second_factor": door.second_factors}[body.door]
    throttle.reopen(body.key, body.place or None)
    log.info("door_reopened", door=body.door, by=who.person_id)


async def note_slowed(sessions: Sessions, account: str, visitor: Visitor) -> None:
    """Kept for a month, once for each guesser. `account`: "" where there is no such account."""
    now = datetime.now(UTC)
    async with sessions() as session, session.begin():
        await session.execute(delete(FailedSignInRow).where(FailedSignInRow.at < now - KEPT))
        session.add(FailedSignInRow(at=now, address=visitor.network, account=account))
