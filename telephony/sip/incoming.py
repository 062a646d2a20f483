"""A telephone that dials: its INVITE until it is answered, refused or given up (RFC 3261 §13.3)."""

from collections.abc import Sequence
from dataclasses import replace

from aiosipua import SipRequest, create_dialog_from_request

from telephony.codecs import Codec

from . import sdp
from .caller_id import caller_of
from .endpoint import SipEndpoint
from .leg import LegListener, SipLeg
from .messages import REASONS
from .registration import Registration
from .rtp import NoFreePort
from .server_transactions import ServerTransaction
from .settings import SipAccount


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
        named = request.to_addr.uri if through is not None and request.to_addr else None
        own = through is not None and _user_of(request.uri) == through.login.account
        self.dialled = (named.user or "").replace("%23", "#") if named and own else _user_of(request.uri)
        self.offer: sdp.Audio | None = None
        self.is_over = False
        self._transaction = transaction
        self._was_rung = False
        self.leg = SipLeg(endpoint, transaction.flow, create_dialog_from_request(request), listener, through)
        self.leg.find_next_hop()
        self.leg.user_agent = (request.headers.get_first("user-agent") or "")[:120]

    @property
    def request(self) -> SipRequest:
        return self._transaction.request

    async def prepare(self, ports: tuple[int, int]) -> bool:
        """Reads the offer and opens our socket; False when it was refused (415, 488, 503)."""
        request = self.request
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        if request.body and kind != "application/sdp":
            self._transaction.answer(415, Accept="application/sdp")
            self.is_over = True
            return False
        try:
            self.offer = self._understood(self.leg.offered(request.text)) if request.body else None
            await self.leg.open_sound(ports)
        except sdp.NoCommonSound:
            self.refuse(488)
            return False
        except NoFreePort:
            self.refuse(503)
            return False
        return not self.is_over

    def ring(self) -> None:
        """180: the telephone makes its own ring-back."""
        if not self.is_over:
            self._was_rung = True
            self._transaction.respond(self.leg.dialog.create_response(self.request, 180, contact=self._contact()))

    def accept(self, codecs: Sequence[Codec]) -> bool:
        """200; `codecs`: what the other leg speaks first. False when it was over already."""
        if self.is_over:
            return False
        assert self.leg.session is not None
        self.is_over = True
        order = [*codecs, *sdp.PREFERRED]
        if self.through is not None:
            order = self.through.login.speaks(order)
        if self.offer is None:
            self.leg.answer_to(self._transaction, self.leg.session.offer(list(dict.fromkeys(order))))
        else:
            codec = self.offer.first_of(order)
            assert codec is not None
            self.leg.answer_to(self._transaction, self.leg.session.answer(self.offer, codec))
            self.leg.agree(self.offer, codec)
        self.leg.connected(self.request)
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

    def _contact(self) -> str:
        return self.leg.contact


def _user_of(uri: str) -> str:
    return uri.partition(":")[2].partition("@")[0].partition(";")[0].replace("%23", "#")
