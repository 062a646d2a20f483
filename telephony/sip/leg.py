"""A call with one telephone, once its dialog exists: hold, keys, refresh and hanging up (RFC 3261 §12–15).

Both directions end here: `incoming.py` and `outgoing.py` bring the dialog to life and hand over. What happens is told
to `listener`, in the words of telephony; nothing here knows what a call is for.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Protocol

import structlog
from aiosipua import Dialog, SipRequest, SipResponse

from telephony.rtp_packet import RtpPacket

from . import mute_info, sdp
from .addresses import address_in, read_address
from .bodies import description_in
from .client_request import ClientRequest, DialogProof
from .client_transactions import OnResponse
from .digits import digit_of_info
from .endpoint import SipEndpoint
from .leg_sound import LegSound
from .messages import METHODS, USER_AGENT
from .offering import OfferEvent, OfferState, may, state_of
from .reaching import flows_to
from .registration import Registration
from .server_transactions import ServerTransaction
from .session_timer import SessionTimer
from .wire import Flow

log = structlog.get_logger(__name__)

GOODBYE_SECONDS = 2.0
"""For an answer to BYE, before another way to the telephone is tried beside."""


class LegListener(Protocol):
    """Who is told what the telephone does."""

    def leg_packet(self, leg: "SipLeg", packet: RtpPacket) -> None: ...
    def leg_held(self, leg: "SipLeg", held: bool) -> None: ...
    def leg_digit(self, leg: "SipLeg", digit: str) -> None: ...
    def leg_muted(self, leg: "SipLeg", muted: bool) -> None: ...
    def leg_refers(self, leg: "SipLeg", target: str) -> bool:
        """The telephone wants its call to go to `target`; whether it does."""
        ...

    def leg_ended(self, leg: "SipLeg", lost: bool) -> None: ...


class SipLeg(LegSound):
    """The dialog, and the sound that it is about. `close()` from any state, any number of times."""

    def __init__(
        self,
        endpoint: SipEndpoint,
        flow: Flow,
        dialog: Dialog,
        listener: LegListener,
        through: Registration | None = None,
    ) -> None:
        super().__init__(endpoint, flow, through)
        self.dialog, self.listener = dialog, listener
        self.account = self.instance = ""
        """Of the telephone, where it registers here: it may come back from elsewhere."""
        self.user_agent = ""
        """What the telephone calls itself."""
        self.accepting: ServerTransaction | None = None
        """The (re-)INVITE that we answered and whose ACK is due."""
        self.timer = SessionTimer(self._refresh, self._expired)
        self._reinvite: object | None = None
        self._peer_allows: set[str] = set()
        self._peer_hears_of_mute = False
        self._flow_at = time.monotonic()

    @property
    def key(self) -> tuple[str, str]:
        """What finds this leg again: Call-ID and our tag."""
        return self.dialog.call_id, self.dialog.local_tag

    @property
    def offering(self) -> OfferState:
        """Whose turn it is to describe the sound."""
        return state_of(ours_is_out=self._reinvite is not None, ack_is_due=self.accepting is not None)

    @property
    def contact(self) -> str:
        return self.endpoint.contact(self.flow, is_sips=self.dialog.remote_target.lower().startswith("sips:"))

    def _received(self, packet: RtpPacket) -> None:
        self.listener.leg_packet(self, packet)

    def _took_digit(self, digit: str) -> None:
        self.listener.leg_digit(self, digit)

    def _took_hold(self, held: bool) -> None:
        self.listener.leg_held(self, held)

    def _ask_alive(self) -> None:
        """OPTIONS within the dialog (RFC 3261 §11): whatever comes back shows that the telephone is there, but for
        one that knows nothing of the call any more."""
        if self.is_over:
            return

        def heard(response: SipResponse) -> None:
            if response.status_code == 481 and not self.is_over:
                self._ended(lost=True)
            elif response.status_code != 408:
                self.gave_sign()

        self.ask(self._request("OPTIONS"), heard)

    # Requests within the dialog.

    def connected(self, message: SipRequest | SipResponse) -> None:
        """The dialog is confirmed. `message`: the other side's INVITE or 200, with what it can and its timer."""
        self.is_connected = True
        self.expect_sound()
        self.dialog.confirm()
        self._peer_allows = {value.upper() for value in message.headers.get("allow")}
        self._peer_hears_of_mute = mute_info.understands(message)
        if self.is_held_by_phone:
            self.listener.leg_held(self, True)

    def take(self, request: SipRequest, flow: Flow, transaction: ServerTransaction | None) -> None:
        """A request of this dialog; `transaction` None for ACK."""
        self.gave_sign()
        self._follow(flow)
        self._flow_at = time.monotonic()
        if transaction is None:
            self._acknowledged(request)
            return
        if not self._is_next(request):
            transaction.answer(500, "CSeq Out Of Order")
            return
        match request.method:
            case "BYE":
                transaction.answer(200)
                self._ended(lost=False)
            case "INVITE":
                self._offered_again(request, transaction)
            case "UPDATE":
                self._updated(request, transaction)
            case "INFO":
                self._informed(request, transaction)
            case "REFER":
                self._referred(request, transaction)
            case _:
                transaction.answer(405, Allow=", ".join(METHODS))

    def offer_again(self, direction: sdp.Direction, done: Callable[[bool], None]) -> None:
        """A re-INVITE with another direction: sendonly holds, sendrecv resumes. `done(agreed)` follows."""
        if self.is_over or self.session is None or self.codec is None:
            done(False)
            return
        if not may(OfferEvent.WE_OFFER, self.offering):
            asyncio.get_running_loop().call_later(0.2, self.offer_again, direction, done)
            return
        former, self.session.direction = self.session.direction, direction
        request = self._request("INVITE")
        request.headers.set_single("Content-Type", "application/sdp")
        request.text = self.session.offer([self.codec])
        self._reinvite = request
        asked = self.ask(request, lambda response: self._answered_again(asked.request, response, former, done))

    def tell_muted(self, muted: bool, done: Callable[[bool], None]) -> None:
        """Says that the microphone at our end is off or on again, to whoever wants to know it (RFC 6086)."""
        if self.is_over or not self._peer_hears_of_mute:
            done(False)
            return
        info = self._request("INFO")
        mute_info.fill(info, muted)

        def heard(response: SipResponse) -> None:
            if response.status_code >= 200:
                done(response.status_code < 300)

        self.ask(info, heard)

    def tell_key(self, key: str) -> None:
        """A key as an INFO, for an other end that takes no events."""
        info = self._request("INFO")
        info.headers.set_single("Content-Type", "application/dtmf-relay")
        info.text = f"Signal={key}\r\nDuration=160\r\n"
        self.ask(info, lambda _: None)

    def find_next_hop(self) -> None:
        """Behind a registrar, the dialog's requests go to its first proxy, or to the other end itself when no proxy
        wants to see them (RFC 3261 §12.2.1.1). A telephone registered here is reached where it came from."""
        if self.through is not None:
            hop = self.dialog.route_set[0] if self.dialog.route_set else f"<{self.dialog.remote_target}>"
            self.flow = self.through.flow_to(read_address(hop).parsed)

    def hang_up(self, reason: str = "") -> None:
        """BYE. `reason`: value of a Reason header (RFC 3326)."""
        if self.is_over:
            return
        self._say_goodbye(reason, self._ways())
        self._ended(lost=False, tell=False)

    def _say_goodbye(self, reason: str, ways: list[Flow]) -> None:
        """BYE on the first of these ways, on the next when nobody there answers soon, or knows of the call."""
        self.flow, further = ways[0], ways[1:]
        is_heard = False

        def heard(response: SipResponse) -> None:
            nonlocal is_heard
            if response.status_code in (408, 481):
                go_on()
            is_heard = True

        def go_on() -> None:
            nonlocal is_heard
            if not is_heard and further:
                is_heard = True
                self._say_goodbye(reason, further)

        bye = self._request("BYE")
        if reason:
            bye.headers.set_single("Reason", reason)
        self.ask(bye, heard, self.flow)
        if further:
            asyncio.get_running_loop().call_later(GOODBYE_SECONDS, go_on)

    def _ways(self) -> list[Flow]:
        if self.through is not None:
            if not self.endpoint.can_reach(self.flow):
                self.find_next_hop()
            return [self.flow]
        newest = self.endpoint.registrar.newest(self.account) if self.account else []
        target, can_reach = self.dialog.remote_target, self.endpoint.can_reach
        return flows_to(self.flow, self._flow_at, target, newest, can_reach, self.instance)

    def close(self) -> None:
        """Lets go of the sockets and the timers."""
        self.is_over = True
        self.timer.stop()
        self.close_sound()

    def answer_to(self, transaction: ServerTransaction, body: str, status: int = 200) -> None:
        """200 with our description; of an INVITE the ACK is waited for."""
        headers = {"Contact": self.contact, "Allow": ", ".join(METHODS)}
        headers |= self.timer.accept(transaction.request)
        response = self.dialog.create_response(transaction.request, status)
        for name, value in headers.items():
            response.headers.set_single(name, value)
        for route in transaction.request.headers.get("record-route"):
            response.headers.append("Record-Route", route)
        response.headers.set_single("User-Agent", USER_AGENT)
        if transaction.request.method == "INVITE":
            response.headers.set_single("Recv-Info", mute_info.PACKAGE)
        if body:
            response.headers.set_single("Content-Type", "application/sdp")
            response.text = body
        if transaction.request.method == "INVITE":
            self.accepting = transaction
            transaction.on_ack_lost = self._ack_lost
        transaction.respond(response)

    def ask(self, request: SipRequest, on_response: OnResponse, flow: Flow | None = None) -> ClientRequest:
        """Sends a request of this dialog; a registrar's challenge is answered on the way. `flow`: that way and no
        other; without, the way on which the telephone is now."""
        proof = DialogProof(self.through.answers, self.dialog) if self.through is not None else None
        if flow is None:
            self._follow(self._ways()[0])
        return self.endpoint.request(request, self.flow, on_response, proof)

    def _follow(self, flow: Flow) -> None:
        """The telephone is there now: it is called there, and its sound may come from there."""
        if flow == self.flow:
            return
        self.flow = flow
        if self.rtp is not None:
            self.rtp.trust(flow.host)

    def _request(self, method: str) -> SipRequest:
        request = self.dialog.create_request(method)
        request.headers.set_single("Contact", self.contact)
        request.headers.set_single("User-Agent", USER_AGENT)
        return request

    def _acknowledged(self, ack: SipRequest) -> None:
        if self.accepting is None:
            return
        answered, self.accepting = self.accepting, None
        answered.acknowledged()
        if description_in(ack) and not description_in(answered.request):
            # We made the offer in the 200: the answer comes now (RFC 3264 §4, late offer).
            try:
                theirs = self.answered(description_in(ack))
            except sdp.NoCommonSound:
                self.hang_up('SIP;cause=488;text="Not Acceptable Here"')
                self.listener.leg_ended(self, True)
                return
            codec = self.codec if self.codec in theirs.numbers else theirs.first_of(list(theirs.numbers))
            assert codec is not None
            self.agree(theirs, codec)

    def _ack_lost(self) -> None:
        """Nobody confirmed: the call cannot be believed to exist (RFC 3261 §13.3.1.4)."""
        if not self.is_over:
            self.hang_up('SIP;cause=408;text="ACK lost"')
            self.listener.leg_ended(self, True)

    def _offered_again(self, request: SipRequest, transaction: ServerTransaction) -> None:
        if not may(OfferEvent.THEY_OFFER, self.offering):
            transaction.answer(491)
            return
        assert self.session is not None
        self._follow_target(request)
        if not description_in(request):
            # All that we can, what is spoken now first (RFC 6337 §5.2.5): the answer comes with the ACK.
            assert self.codec is not None
            order = list(dict.fromkeys([self.codec, *sdp.PREFERRED]))
            order = self.through.login.speaks(order) if self.through is not None else order
            self.answer_to(transaction, self.session.offer(order))
            return
        theirs, codec = self._understood(request)
        if theirs is None or codec is None:
            transaction.answer(488)
            return
        self.answer_to(transaction, self.session.answer(theirs, codec))
        self.agree(theirs, codec)

    def _updated(self, request: SipRequest, transaction: ServerTransaction) -> None:
        self._follow_target(request)
        body = ""
        if description_in(request):
            theirs, codec = self._understood(request)
            if theirs is None or codec is None:
                transaction.answer(488)
                return
            assert self.session is not None
            body = self.session.answer(theirs, codec)
            self.agree(theirs, codec)
        self.answer_to(transaction, body)

    def _follow_target(self, request: SipRequest) -> None:
        contact = address_in(request, "contact")
        if contact is not None:
            self.dialog.remote_target = contact.uri

    def _is_next(self, request: SipRequest) -> bool:
        cseq = request.cseq
        if cseq is None or (self.dialog.remote_cseq and cseq.seq <= self.dialog.remote_cseq):
            return False
        self.dialog.remote_cseq = cseq.seq
        return True

    # Session timer (RFC 4028) and its refresh; glare (RFC 3261 §14.1).

    def _refresh(self) -> None:
        if self.is_over or self.session is None or self.codec is None:
            return
        if not may(OfferEvent.WE_OFFER, self.offering):
            asyncio.get_running_loop().call_later(1.0, self._refresh)
            return
        by_update = "UPDATE" in self._peer_allows
        request = self._request("UPDATE" if by_update else "INVITE")
        request.headers.set_single("Supported", "timer")
        request.headers.set_single("Session-Expires", f"{self.timer.seconds};refresher=uac")
        if not by_update:
            request.headers.set_single("Content-Type", "application/sdp")
            request.text = self.session.offer([self.codec])
            self._reinvite = request
        asked = self.ask(request, lambda response: self._refreshed(asked.request, response))

    def _refreshed(self, request: SipRequest, response: SipResponse) -> None:
        if response.status_code < 200:
            return
        is_invite = request.method == "INVITE"
        if is_invite:
            self._reinvite = None
            if response.status_code < 300:
                self.acknowledge(request)
        if self.is_over:
            return
        if response.status_code < 300:
            self.timer.refreshed()
            self._follow_keys(response)
        elif response.status_code == 491:
            # Whoever gave the Call-ID waits longer, so that the two do not meet again.
            asyncio.get_running_loop().call_later(random.uniform(2.1, 4.0), self._refresh)
        elif response.status_code in (408, 481):
            self.hang_up()
            self.listener.leg_ended(self, True)

    def _answered_again(
        self, request: SipRequest, response: SipResponse, former: sdp.Direction, done: Callable[[bool], None]
    ) -> None:
        status = response.status_code
        if status < 200 or self.session is None:
            return
        is_first, self._reinvite = self._reinvite is not None, None
        if status < 300:
            self.acknowledge(request)
            theirs, codec = self._understood(response)
            if theirs is not None and codec is not None and not self.is_over:
                self.agree(theirs, codec)
        if not is_first:
            return
        if status == 491 and not self.is_over:
            wanted, self.session.direction = self.session.direction, former
            asyncio.get_running_loop().call_later(random.uniform(0.1, 2.0), self.offer_again, wanted, done)
            return
        if status >= 300:
            self.session.direction = former
        done(status < 300)
        if status in (408, 481) and not self.is_over:
            self.hang_up()
            self.listener.leg_ended(self, True)

    def _informed(self, request: SipRequest, transaction: ServerTransaction) -> None:
        muted, digit = mute_info.read(request), digit_of_info(request)
        # One that says nothing asks whether we are there (RFC 2976 §2.2).
        understood = digit is not None or muted is not None or not request.body
        transaction.answer(200 if understood else 415)
        if muted is not None:
            self.listener.leg_muted(self, muted)
        if digit is not None:
            self.listener.leg_digit(self, digit)

    def _referred(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """The transfer key (RFC 3515): accepted, carried out or not, and said so in a NOTIFY."""
        target = address_in(request, "refer-to")
        if target is None:
            transaction.answer(400, "Bad Refer-To")
            return
        self.answer_to(transaction, "", 202)
        cseq = request.cseq
        is_done = self.listener.leg_refers(self, target.user)
        if self.is_over:
            return
        notify = self._request("NOTIFY")
        notify.headers.set_single("Event", f"refer;id={cseq.seq if cseq is not None else 0}")
        notify.headers.set_single("Subscription-State", "terminated;reason=noresource")
        notify.headers.set_single("Content-Type", "message/sipfrag;version=2.0")
        notify.text = f"SIP/2.0 {'200 OK' if is_done else '603 Decline'}\r\n"
        self.ask(notify, lambda _: None)

    def _follow_keys(self, response: SipResponse) -> None:
        """The answer to a refresh may bring another key of theirs."""
        if self.keys is None or self.codec is None or not description_in(response):
            return
        try:
            theirs = self.answered(description_in(response))
        except sdp.NoCommonSound:
            log.warning("sip_refresh_without_keys", call=self.dialog.call_id[:80])
            return
        if self.codec in theirs.numbers:
            self.agree(theirs, self.codec)

    def acknowledge(self, invite: SipRequest) -> None:
        """ACK of a 200 to this INVITE, as often as it comes."""
        ack = self.dialog.create_request("ACK")
        self.dialog.local_cseq -= 1
        cseq = invite.cseq
        ack.headers.set_single("CSeq", f"{cseq.seq if cseq else 1} ACK")
        for name in ("Authorization", "Proxy-Authorization"):
            # RFC 3261 §22.1: an ACK cannot be challenged and shows the proof of its INVITE.
            proof = invite.headers.get_first(name)
            if proof is not None:
                ack.headers.set_single(name, proof)
        self.endpoint.send_ack(ack, self.flow)

    def _expired(self) -> None:
        log.warning("sip_session_expired", call=self.dialog.call_id[:80])
        self.hang_up('SIP;cause=408;text="Session expired"')
        self.listener.leg_ended(self, True)

    def _ended(self, lost: bool, tell: bool = True) -> None:
        if self.is_over:
            return
        self.dialog.terminate()
        self.close()
        if tell:
            self.listener.leg_ended(self, lost)


def caller_name(request: SipRequest) -> str:
    """The display name of the From header."""
    sender = address_in(request, "from")
    return sender.name if sender is not None else ""
