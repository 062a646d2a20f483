"""Describing the sound anew while a call runs: hold and resume, the session's refresh, the other side's offers.

One offer at a time; whose turn it is, and what an answer means, is decided in `offering.py`. Here it is carried out
by re-INVITE and UPDATE (RFC 3261 §14, RFC 3311), their answer sometimes with an ACK (RFC 3264 §4).
"""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from aiosipua import SipRequest, SipResponse

from . import sdp
from .bodies import description_in
from .offering import OfferEvent, OfferState, Reaction, may, reaction_to, state_of
from .server_transactions import ServerTransaction

if TYPE_CHECKING:
    from .leg import SipLeg

log = structlog.get_logger(__name__)


class Renegotiation:
    """Of one leg; it ends with it."""

    def __init__(self, leg: "SipLeg") -> None:
        self._leg = leg
        self._ours: SipRequest | None = None
        """The re-INVITE of ours that has no final answer yet."""

    @property
    def state(self) -> OfferState:
        """Whose turn it is to describe the sound."""
        return state_of(ours_is_out=self._ours is not None, ack_is_due=self._leg.accepting is not None)

    # What we offer.

    def offer(self, direction: sdp.Direction, done: Callable[[bool], None]) -> None:
        """A re-INVITE with another direction: sendonly holds, sendrecv resumes. `done(agreed)` follows."""
        leg = self._leg
        if leg.is_over or leg.session is None or leg.codec is None:
            done(False)
            return
        if not may(OfferEvent.WE_OFFER, self.state):
            asyncio.get_running_loop().call_later(0.2, self.offer, direction, done)
            return
        former, leg.session.direction = leg.session.direction, direction
        request = self._ours = self._invite()
        asked = leg.ask(request, lambda response: self._answered(asked.request, response, former, done))

    def _answered(
        self, request: SipRequest, response: SipResponse, former: sdp.Direction, done: Callable[[bool], None]
    ) -> None:
        leg, reaction = self._leg, reaction_to(response.status_code)
        if reaction is Reaction.NOT_YET or leg.session is None:
            return
        is_first, self._ours = self._ours is not None, None
        if reaction is Reaction.AGREED:
            leg.acknowledge(request)
            theirs, codec = leg.understood(response)
            if theirs is not None and codec is not None and not leg.is_over:
                leg.agree(theirs, codec)
        if not is_first:
            return
        if reaction is Reaction.GLARE and not leg.is_over:
            wanted, leg.session.direction = leg.session.direction, former
            asyncio.get_running_loop().call_later(random.uniform(0.1, 2.0), self.offer, wanted, done)
            return
        if reaction is not Reaction.AGREED:
            leg.session.direction = former
        done(reaction is Reaction.AGREED)
        if reaction is Reaction.GONE and not leg.is_over:
            leg.give_up()

    def refresh(self, peer_allows: set[str]) -> None:
        """The session's timer asks for it (RFC 4028): an UPDATE where the telephone takes one, else a re-INVITE."""
        leg = self._leg
        if leg.is_over or leg.session is None or leg.codec is None:
            return
        if not may(OfferEvent.WE_OFFER, self.state):
            asyncio.get_running_loop().call_later(1.0, self.refresh, peer_allows)
            return
        if "UPDATE" in peer_allows:
            request = leg.new_request("UPDATE")
        else:
            request = self._ours = self._invite()
        request.headers.set_single("Supported", "timer")
        request.headers.set_single("Session-Expires", f"{leg.timer.seconds};refresher=uac")
        asked = leg.ask(request, lambda response: self._refreshed(asked.request, response, peer_allows))

    def _refreshed(self, request: SipRequest, response: SipResponse, peer_allows: set[str]) -> None:
        leg, reaction = self._leg, reaction_to(response.status_code)
        if reaction is Reaction.NOT_YET:
            return
        if request.method == "INVITE":
            self._ours = None
            if reaction is Reaction.AGREED:
                leg.acknowledge(request)
        if leg.is_over:
            return
        match reaction:
            case Reaction.AGREED:
                leg.timer.refreshed()
                self._follow_keys(response)
            case Reaction.GLARE:
                # Whoever gave the Call-ID waits longer, so that the two do not meet again.
                asyncio.get_running_loop().call_later(random.uniform(2.1, 4.0), self.refresh, peer_allows)
            case Reaction.GONE:
                leg.give_up()
            case _:
                pass

    def _follow_keys(self, response: SipResponse) -> None:
        """The answer to a refresh may bring another key of theirs."""
        leg = self._leg
        if leg.keys is None or leg.codec is None or not description_in(response):
            return
        try:
            theirs = leg.answered(description_in(response))
        except sdp.NoCommonSound:
            log.warning("sip_refresh_without_keys", call=leg.dialog.call_id[:80])
            return
        if leg.codec in theirs.numbers:
            leg.agree(theirs, leg.codec)

    def _invite(self) -> SipRequest:
        leg = self._leg
        assert leg.session is not None
        assert leg.codec is not None
        request = leg.new_request("INVITE")
        request.headers.set_single("Content-Type", "application/sdp")
        request.text = leg.session.offer([leg.codec])
        return request

    # What they offer.

    def invited(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """Their re-INVITE."""
        leg = self._leg
        if not may(OfferEvent.THEY_OFFER, self.state):
            transaction.answer(491)
            return
        assert leg.session is not None
        leg.follow_target(request)
        if not description_in(request):
            # All that we can, what is spoken now first (RFC 6337 §5.2.5): the answer comes with the ACK.
            assert leg.codec is not None
            order = list(dict.fromkeys([leg.codec, *sdp.PREFERRED]))
            order = leg.through.login.speaks(order) if leg.through is not None else order
            leg.answer_to(transaction, leg.session.offer(order))
            return
        theirs, codec = leg.understood(request)
        if theirs is None or codec is None:
            transaction.answer(488)
            return
        leg.answer_to(transaction, leg.session.answer(theirs, codec))
        leg.agree(theirs, codec)

    def updated(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """Their UPDATE, with or without a description."""
        leg = self._leg
        leg.follow_target(request)
        body = ""
        if description_in(request):
            theirs, codec = leg.understood(request)
            if theirs is None or codec is None:
                transaction.answer(488)
                return
            assert leg.session is not None
            body = leg.session.answer(theirs, codec)
            leg.agree(theirs, codec)
        leg.answer_to(transaction, body)

    def acknowledged(self, ack: SipRequest) -> None:
        """The ACK of an INVITE that we accepted."""
        leg = self._leg
        if leg.accepting is None:
            return
        answered, leg.accepting = leg.accepting, None
        answered.acknowledged()
        if description_in(ack) and not description_in(answered.request):
            # We made the offer in the 200: the answer comes now (RFC 3264 §4, late offer).
            try:
                theirs = leg.answered(description_in(ack))
            except sdp.NoCommonSound:
                leg.give_up('SIP;cause=488;text="Not Acceptable Here"')
                return
            codec = leg.codec if leg.codec in theirs.numbers else theirs.first_of(list(theirs.numbers))
            assert codec is not None
            leg.agree(theirs, codec)
