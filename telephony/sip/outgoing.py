"""Ringing the telephones of somebody: one INVITE each, the first to answer wins, the others stop (RFC 3261 §13.2).

The others are told why: "completed elsewhere" when somebody answered, so that the phone shows no missed call
(RFC 3326).
"""

import asyncio
import secrets
from collections.abc import Sequence, Set
from typing import Protocol

import structlog
from aiosipua import Dialog

from telephony.codecs import Codec

from .caller_id import CallerId
from .endpoint import SipEndpoint
from .extension import Extension
from .fork import COMPLETED_ELSEWHERE, Fork, Phone
from .leg import LegListener, SipLeg
from .registrar import Binding
from .wire import Flow

log = structlog.get_logger(__name__)

GHOST_SECONDS = 2.0
"""A telephone that is there says so at once (100 or 180): without a word for so long, nobody waits for it alone."""


class RingListener(Protocol):
    """Who is told how the ringing goes. After `phone_answered` or `nobody_answers` nothing more comes."""

    def phone_rings(self, ringing: "Ringing") -> None: ...
    def phone_answered(self, ringing: "Ringing", leg: SipLeg) -> None: ...
    def nobody_answers(self, ringing: "Ringing", status: int) -> None: ...


class Ringing:
    """One attempt to reach somebody, on every telephone of theirs."""

    def __init__(
        self, endpoint: SipEndpoint, caller: CallerId, ring_listener: RingListener, legs: LegListener
    ) -> None:
        self.endpoint, self.caller = endpoint, caller
        self.is_over = False
        self._listener, self._legs = ring_listener, legs
        self._forks: list[Fork] = []
        self._statuses: list[int] = []
        self._rings = False
        self._began = 0.0

    async def start(self, phones: Sequence[Phone], codecs: Sequence[Codec], ports: tuple[int, int]) -> None:
        """Rings them all. Raises NoFreePort."""
        forks = [Fork(self, phone, self._leg(phone)) for phone in phones]
        for fork in forks:
            await fork.leg.open_sound(ports)
        if self.is_over:
            for fork in forks:
                fork.leg.close()
            return
        self._forks = forks
        self._began = asyncio.get_running_loop().time()
        for fork in forks:
            fork.invite(codecs)

    @property
    def legs(self) -> list[SipLeg]:
        return [fork.leg for fork in self._forks]

    def stop(self, reason: str = "") -> None:
        """Whoever still rings is cancelled."""
        if self.is_over:
            return
        self.is_over = True
        for fork in self._forks:
            fork.cancel(reason)

    def leave_out(self, flows: Set[Flow]) -> None:
        """Telephones behind these flows ring no more; the others do."""
        for fork in self._forks:
            if fork.leg.flow in flows and not fork.is_done:
                fork.cancel("")

    def rings(self) -> None:
        if not self._rings and not self.is_over:
            self._rings = True
            self._listener.phone_rings(self)

    def answered(self, winner: Fork) -> bool:
        """False when somebody else was quicker: that telephone is hung up at once."""
        if self.is_over:
            return False
        self.is_over = True
        for fork in self._forks:
            if fork is not winner:
                fork.cancel(COMPLETED_ELSEWHERE)
        self._listener.phone_answered(self, winner.leg)
        return True

    def refused(self, fork: Fork, status: int) -> None:
        """One telephone said no. 6xx speaks for the person (RFC 3261 §16.7): the others stop."""
        if self.is_over:
            return
        self._statuses.append(status)
        if status >= 600:
            self._nobody(status)
            return
        if not all(one.is_done or one.is_ghost for one in self._forks):
            return
        left = self._began + GHOST_SECONDS - asyncio.get_running_loop().time()
        if left > 0 and not all(one.is_done for one in self._forks):
            # Those which have not said a word may only be slow.
            asyncio.get_running_loop().call_later(left, self._without_ghosts)
            return
        self._nobody(min(self._statuses))

    def _without_ghosts(self) -> None:
        if not self.is_over and all(one.is_done or one.is_ghost for one in self._forks):
            self._nobody(min(self._statuses))

    def _nobody(self, status: int) -> None:
        self.stop()
        self._listener.nobody_answers(self, status)

    def _leg(self, phone: Phone) -> SipLeg:
        if isinstance(phone, Extension):
            sender, target, through = phone.sender(self.caller), phone.uri, phone.registration
            route = list(through.service_route)
        else:
            sender, target = self.caller.header(self.endpoint.authority(phone.flow)), phone.contact
            through, route = None, []
        dialog = Dialog(
            call_id=secrets.token_hex(16),
            local_tag=secrets.token_hex(6),
            local_uri=sender[sender.rfind("<") + 1 : -1],
            remote_uri=target,
            remote_target=target,
            route_set=route,
        )
        leg = SipLeg(self.endpoint, phone.flow, dialog, self._legs, through)
        leg.user_agent = phone.user_agent
        if isinstance(phone, Binding):
            leg.account, leg.instance = phone.account, phone.instance
        return leg
