"""Picking up a telephone before its call exists: dialling from the screen, and the check of one's own telephone."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from telephony.codecs import Codec

from .caller_id import CallerId
from .leg import SipLeg
from .outgoing import Phone, Ringing
from .sdp import PREFERRED


class Rings(Protocol):
    """What makes telephones ring (`SipCalls`)."""

    def ring(self, phones: Sequence[Phone], caller: CallerId, codecs: Sequence[Codec]) -> Ringing: ...


class Summoning:
    """What rings without a call, and who waits for it; `answered` and `unanswered` say whether it is one of these."""

    def __init__(self, rings: Rings) -> None:
        self._rings = rings
        self._waiting: dict[Ringing, asyncio.Future[SipLeg]] = {}

    def all(self) -> list[Ringing]:
        return list(self._waiting)

    async def pick_up(self, phones: Sequence[Phone], shown: CallerId, seconds: float) -> SipLeg | None:
        """The telephone that was picked up; None when none was.

        Cancelling stops the ringing, and hangs up one that is picked up in that very moment.
        """
        picked_up: asyncio.Future[SipLeg] = asyncio.get_running_loop().create_future()
        ringing = self._rings.ring(phones, shown, PREFERRED)
        self._waiting[ringing] = picked_up
        try:
            async with asyncio.timeout(seconds):
                return await picked_up
        except (TimeoutError, NotPickedUp, asyncio.CancelledError) as error:
            if picked_up.done() and not picked_up.cancelled() and picked_up.exception() is None:
                picked_up.result().hang_up()
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        finally:
            del self._waiting[ringing]
            ringing.stop()

    def answered(self, ringing: Ringing, leg: SipLeg) -> bool:
        picked_up = self._waiting.get(ringing)
        if picked_up is None:
            return False
        if picked_up.done():
            # Given up in this very moment.
            leg.hang_up()
        else:
            picked_up.set_result(leg)
        return True

    def unanswered(self, ringing: Ringing, status: int) -> bool:
        picked_up = self._waiting.get(ringing)
        if picked_up is None:
            return False
        if not picked_up.done():
            picked_up.set_exception(NotPickedUp(status))
        return True


class NotPickedUp(Exception):
    """`status`: what the telephone said instead."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status
