"""A telephone that dials: its INVITE until it is answered, refused or given up (RFC 3261 §13.3)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aiosipua import SipRequest, SipResponse

from telephony.codecs import Codec

from . import sdp
from .addresses import address_in, dialog_of, user_of
from .bodies import SDP, description_in, has_unknown_body
from .call_troubles import CallTrouble, TroubleKind
from .caller_id import caller_of
from .endpoint import SipEndpoint
from .leg import LegListener, SipLeg
from .messages import REASONS
from .registration import Registration
from .rtp import NoFreePort
from .server_transactions import ServerTransaction
from .settings import SipAccount

RING_WITHIN = 0.15
"""Seconds from an INVITE to its 180, whatever else is still being looked up."""


class IncomingCall:
    """`dialled`: the user part of what was dialled. `leg` has sound once `accept` has been called.

    `account`: whose telephone dials, proved by digest. None for a call that comes from a registrar where we are
    registered (`through`): then `caller` is whom that registrar says it is from.
    """

    def __init__(
        self,
        endpoint: SipEndpoint,
        transaction: ServerTransaction,
        account: SipAccount | None,
        listener: LegListener,
        through: Registration | None = None,
    ) -> None:
        request = transaction.request
        self.account, self.through = account, through
        self.caller = caller_of(request)
        # To our own Contact a registrar sends what was dialled in To (RFC 3261 §16.5 replaces the Request-URI only).
        named = address_in(request, "to") if through is not None else None
        own = through is not None and user_of(request.uri) == through.login.account
        self.dialled = named.user if named is not None and own else user_of(request.uri)
        self.offer: sdp.Audio | None = None
        self.is_over = False
        self._transaction = transaction
        self._was_rung = False
        self.leg = SipLeg(endpoint, transaction.flow, dialog_of(request), listener, through)
        self.leg.account = account.user if account is not None else ""
        self.leg.find_next_hop()
        self.leg.user_agent = (request.headers.get_first("user-agent") or "")[:120]

    @property
    def request(self) -> SipRequest:
        return self._transaction.request

    async def prepare(self, ports: tuple[int, int]) -> bool:
        """Reads the offer and opens our socket; False when it was refused (415, 488, 503)."""
        request = self.request
        described = description_in(request)
        if has_unknown_body(request):
            self._transaction.answer(415, Accept=SDP)
            self.is_over = True
            return False
        try:
            self.offer = self._understood(self.leg.offered(described)) if described else None
            await self.leg.open_sound(ports)
        except sdp.NoCommonSound:
            self.leg.endpoint.call_failed(self.leg.account, CallTrouble(TroubleKind.NO_COMMON_CODEC))
            self.refuse(488)
            return False
        except NoFreePort:
            self.refuse(503)
            return False
        # Whoever decides may take its time; a telephone that hears nothing at all is believed to be broken.
        asyncio.get_running_loop().call_later(RING_WITHIN, self.ring)
        return not self.is_over

    def ring(self) -> None:
        """180, once: the telephone makes its own ring-back."""
        if not self.is_over and not self._was_rung:
            self._was_rung = True
            self._transaction.respond(self._provisional(180))

    def sound_early(self, codecs: Sequence[Codec]) -> bool:
        """183 with our description: what the called telephone sounds is heard before it answers. False when it cannot
        be, the offer coming only with the ACK; then the telephone goes on with its own ring-back."""
        if self.is_over or self.offer is None or self.leg.codec is not None:
            return False
        assert self.leg.session is not None
        codec = self._chosen(self.offer, codecs)
        self._was_rung = True
        response = self._provisional(183)
        response.headers.set_single("Content-Type", "application/sdp")
        response.text = self.leg.session.answer(self.offer, codec)
        self._transaction.respond(response)
        self.leg.agree(self.offer, codec)
        return True

    def _chosen(self, offer: sdp.Audio, codecs: Sequence[Codec]) -> Codec:
        order = [*codecs, *sdp.PREFERRED]
        codec = offer.first_of(self.through.login.speaks(order) if self.through is not None else order)
        assert codec is not None
        return codec

    def accept(self, codecs: Sequence[Codec]) -> bool:
        """200; `codecs`: what the other leg speaks first. False when it was over already."""
        if self.is_over:
            return False
        assert self.leg.session is not None
        self.is_over = True
        if self.offer is None:
            order = [*codecs, *sdp.PREFERRED]
            if self.through is not None:
                order = self.through.login.speaks(order)
            self.leg.answer_to(self._transaction, self.leg.session.offer(list(dict.fromkeys(order))))
        else:
            # Early sound was agreed already: the answer is the same (RFC 3261 §13.2.1).
            codec = self.leg.codec or self._chosen(self.offer, codecs)
            self.leg.answer_to(self._transaction, self.leg.session.answer(self.offer, codec))
            self.leg.agree(self.offer, codec)
        self.leg.connected(self.request)
        self.leg.endpoint.call_succeeded(self.leg.account, TroubleKind.NO_COMMON_CODEC)
        return True

    def refuse(self, status: int, reason: str = "") -> None:
        if self.is_over:
            return
        self.is_over = True
        response = self.leg.dialog.create_response(self.request, status, reason or REASONS.get(status, ""))
        self._transaction.respond(response)
        self.leg.close()

    def _understood(self, offer: sdp.Audio) -> sdp.Audio:
        """Without the codecs that are not to be spoken with this registrar. Raises NoCommonSound."""
        if self.through is None:
            return offer
        numbers = {codec: number for codec, number in offer.numbers.items() if codec in self.through.login.codecs}
        if not numbers:
            raise sdp.NoCommonSound("no codec that is spoken there")
        return replace(offer, numbers=numbers)

    def _provisional(self, status: int) -> SipResponse:
        """It begins the dialog, so it says the way back (RFC 3261 §12.1.1)."""
        response = self.leg.dialog.create_response(self.request, status, contact=self._contact())
        for route in self.request.headers.get("record-route"):
            response.headers.append("Record-Route", route)
        return response

    def _contact(self) -> str:
        return self.leg.contact
