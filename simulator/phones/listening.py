"""*1 and a place's number on a telephone of the staff: silent listening, behind a code of the day.

The telephone proves whose it is by its SIP account; the code, shown on that person's own page, that it is they who
hold it. Guessing is counted and locks the door as wrong passwords do. A candidate's telephone is refused.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from sqlalchemy import select

from simulator.accounts.actors import actor_of
from simulator.accounts.live_rights import LiveRight, LiveRights
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.conduct.doors import Doors
from simulator.desk.seat_room import SeatRoom
from simulator.errors import NotSignedIn, SimulatorError
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.storage.database import Sessions
from telephony.sip import CODE_LENGTH, IncomingCall, Lockout, Switchboard

log = structlog.get_logger(__name__)

TRIES = 3


def listening_code(secret: str, owner: str, day: date | None = None) -> str:
    """This person's code of that day (by default today, where the server stands): derived, stored nowhere."""
    day = day or datetime.now().astimezone().date()
    digest = hmac.digest(secret.encode(), f"listening:{owner}:{day.isoformat()}".encode(), "sha256")
    return str(int.from_bytes(digest[:8], "big") % 10**CODE_LENGTH).zfill(CODE_LENGTH)


class PhoneListening:
    """One per process. `dialled` lives as long as the telephone listens."""

    def __init__(
        self,
        sessions: Sessions,
        live_rights: LiveRights,
        secret: str,
        lockout_seconds: float,
        room: Callable[[SeatId], Awaitable[SeatRoom]],
    ) -> None:
        """`room`: of a seat."""
        self._sessions, self._live_rights, self._secret, self._room = sessions, live_rights, secret, room
        self._doors = Doors(sessions)
        self._lockout = Lockout(TRIES, lockout_seconds)

    async def dialled(self, switchboard: Switchboard, call: IncomingCall, owner: str, seat_id: SeatId | None) -> None:
        """`owner`: the actor whose telephone it is; `seat_id`: whose number they dialled, None for nobody's."""
        who = await self._person(owner)
        if who is None:
            self._refuse(call, owner, "not_staff")
            return
        if seat_id is None:
            call.refuse(404)
            return
        try:
            await self._doors.may_see_seat(who, seat_id)
        except SimulatorError:
            self._refuse(call, owner, "not_their_seat")
            return
        room = await self._room(seat_id)
        door = _Door(self._lockout, owner, call.leg.flow.host, self._secret, room, actor_of(who))
        if door.is_locked:
            self._refuse(call, owner, "locked_out")
            return
        try:
            await self._listen(switchboard, call, room, door, self._right(owner, who, seat_id))
        finally:
            if door.has_entered:
                await room.telephones.listens(door.actor, on=False)

    async def _listen(
        self, switchboard: Switchboard, call: IncomingCall, room: SeatRoom, door: "_Door", right: LiveRight
    ) -> None:
        """Until the telephone hangs up, or its person has no part in this seat any more. Cancelled, it hangs up."""
        with self._live_rights.holding(right):
            right.doubt()
            async with asyncio.TaskGroup() as tasks:
                listening = tasks.create_task(switchboard.listen(call, room.candidate.key, door))
                watching = tasks.create_task(right.until_lost())
                await asyncio.wait([listening, watching], return_when=asyncio.FIRST_COMPLETED)
                watching.cancel()
                if not listening.done():
                    log.info("listening_shown_out", person=right.person_id, seat=room.seat_id)
                    listening.cancel()

    def _right(self, owner: str, who: SignedIn, seat_id: SeatId) -> LiveRight:
        async def ask() -> None:
            now = await self._person(owner)
            if now is None:
                raise NotSignedIn
            await self._doors.may_see_seat(now, seat_id)

        return LiveRight(who.person_id, seat_id, ask)

    @staticmethod
    def _refuse(call: IncomingCall, owner: str, why: str) -> None:
        log.warning("listening_refused", owner=owner, why=why)
        call.refuse(403)

    async def _person(self, owner: str) -> SignedIn | None:
        """The member of staff behind this telephone."""
        kind, _, person_id = owner.partition(":")
        if kind != "person":
            return None
        async with self._sessions() as session:
            person = await session.scalar(
                select(PersonRow).where(PersonRow.id == person_id, PersonRow.disabled_at.is_(None))
            )
        if person is None:
            return None
        return SignedIn("telephone", "staff", person.id, person.name, frozenset(person.roles), None)


@dataclass(slots=True)
class _Door:
    """For one telephone that dialled."""

    lockout: Lockout
    owner: str
    address: str
    secret: str
    room: SeatRoom
    actor: Actor
    has_entered: bool = False

    @property
    def is_locked(self) -> bool:
        return self.lockout.wait_seconds(self.owner, self.address) > 0

    def opens(self, code: str) -> bool:
        if hmac.compare_digest(code, listening_code(self.secret, self.owner)):
            self.lockout.succeeded(self.owner)
            return True
        self.lockout.failed(self.owner, self.address)
        return False

    async def entered(self) -> None:
        self.has_entered = True
        await self.room.telephones.listens(self.actor, on=True)
