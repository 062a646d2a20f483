"""A desk that calls over a telephone alone: it rings first, and the call begins once it has been picked up."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from simulator.desk.telephones import Telephones
from simulator.ids import SessionId
from telephony.sip import CallerId, SipLeg

log = structlog.get_logger(__name__)

PickedUp = Callable[[SipLeg | None], Awaitable[None]]
"""With the telephone's leg; None when nobody picked it up."""


class OwnTelephone:
    """At most one rings at a seat. The room owns it and closes it."""

    def __init__(self, phones: Telephones) -> None:
        self._phones = phones
        self._ringing: asyncio.Task[None] | None = None

    def ring(self, owner: str, session_id: SessionId, shown: CallerId, seconds: float, then: PickedUp) -> None:
        """Rings this actor's telephones; `then` is called once, unless it is stopped before."""
        self.stop()
        self._ringing = asyncio.create_task(
            self._ring(owner, session_id, shown, seconds, then), name=f"own-telephone {owner}"
        )
        self._ringing.add_done_callback(_log_failure)

    def stop(self) -> None:
        """Whoever gave up hears no more of it."""
        if self._ringing is not None:
            self._ringing.cancel()
            self._ringing = None

    async def _ring(self, owner: str, session_id: SessionId, shown: CallerId, seconds: float, then: PickedUp) -> None:
        switchboard, phones = self._phones.switchboard, self._phones.ringing_phones(owner, session_id)
        leg = await switchboard.pick_up(phones, shown, seconds) if switchboard is not None else None
        # From here on it is a call that begins: giving up is hanging up.
        self._ringing = None
        await then(leg)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("own_telephone_failed", exc_info=error)
