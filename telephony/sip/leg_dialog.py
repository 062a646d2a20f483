"""A leg's end of its dialog: requests within it, what is answered, and the way to the telephone (RFC 3261 §12)."""

import asyncio
import time
from abc import abstractmethod

from aiosipua import Dialog, SipRequest, SipResponse

from . import mute_info
from .addresses import address_in, read_address
from .client_request import ClientRequest, DialogProof
from .client_transactions import OnResponse
from .endpoint import SipEndpoint
from .leg_sound import LegSound
from .messages import METHODS, USER_AGENT
from .reaching import flows_to
from .registration import Registration
from .server_transactions import ServerTransaction
from .session_timer import SessionTimer
from .wire import Flow

GOODBYE_SECONDS = 2.0
"""For an answer to BYE, before another way to the telephone is tried beside."""


class LegDialog(LegSound):
    """What a call with one telephone sends and answers; what it means is `leg.py`'s."""

    def __init__(self, endpoint: SipEndpoint, flow: Flow, dialog: Dialog, through: Registration | None) -> None:
        super().__init__(endpoint, flow, through)
        self.dialog = dialog
        self.account = self.instance = ""
        """Of the telephone, where it registers here: it may come back from elsewhere."""
        self.user_agent = ""
        """What the telephone calls itself."""
        self.accepting: ServerTransaction | None = None
        """The (re-)INVITE that we answered and whose ACK is due."""
        self.timer = SessionTimer(self._refresh, self._expired)
        self._flow_at = time.monotonic()

    @abstractmethod
    def _refresh(self) -> None:
        """Half of the session's time is over."""

    @abstractmethod
    def _expired(self) -> None:
        """Nobody refreshed the session."""

    @abstractmethod
    def _ack_lost(self) -> None:
        """Nobody confirmed what we accepted."""

    @property
    def key(self) -> tuple[str, str]:
        """What finds this leg again: Call-ID and our tag."""
        return self.dialog.call_id, self.dialog.local_tag

    @property
    def contact(self) -> str:
        return self.endpoint.contact(self.flow, is_sips=self.dialog.remote_target.lower().startswith("sips:"))

    def find_next_hop(self) -> None:
        """Behind a registrar, the dialog's requests go to its first proxy, or to the other end itself when no proxy
        wants to see them (RFC 3261 §12.2.1.1). A telephone registered here is reached where it came from."""
        if self.through is not None:
            hop = self.dialog.route_set[0] if self.dialog.route_set else f"<{self.dialog.remote_target}>"
            self.flow = self.through.flow_to(read_address(hop).parsed)

    def is_there_now(self, flow: Flow) -> None:
        """Something came over this flow just now: the telephone is called there."""
        self._follow(flow)
        self._flow_at = time.monotonic()

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
            self._follow(self.ways()[0])
        return self.endpoint.request(request, self.flow, on_response, proof)

    def new_request(self, method: str) -> SipRequest:
        request = self.dialog.create_request(method)
        request.headers.set_single("Contact", self.contact)
        request.headers.set_single("User-Agent", USER_AGENT)
        return request

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

    def follow_target(self, request: SipRequest) -> None:
        """Target refresh (RFC 3261 §12.2.2)."""
        contact = address_in(request, "contact")
        if contact is not None:
            self.dialog.remote_target = contact.uri

    def is_next(self, request: SipRequest) -> bool:
        """Whether it comes after all that came before (RFC 3261 §12.2.2); it counts from now on."""
        cseq = request.cseq
        if cseq is None or (self.dialog.remote_cseq and cseq.seq <= self.dialog.remote_cseq):
            return False
        self.dialog.remote_cseq = cseq.seq
        return True

    def say_goodbye(self, reason: str, ways: list[Flow]) -> None:
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
                self.say_goodbye(reason, further)

        bye = self.new_request("BYE")
        if reason:
            bye.headers.set_single("Reason", reason)
        self.ask(bye, heard, self.flow)
        if further:
            asyncio.get_running_loop().call_later(GOODBYE_SECONDS, go_on)

    def ways(self) -> list[Flow]:
        """To the telephone, the first to try first; at least one."""
        if self.through is not None:
            if not self.endpoint.can_reach(self.flow):
                self.find_next_hop()
            return [self.flow]
        newest = self.endpoint.registrar.newest(self.account) if self.account else []
        target, can_reach = self.dialog.remote_target, self.endpoint.can_reach
        return flows_to(self.flow, self._flow_at, target, newest, can_reach, self.instance)

    def _follow(self, flow: Flow) -> None:
        """The telephone is there now: it is called there, and its sound may come from there."""
        if flow == self.flow:
            return
        self.flow = flow
        if self.rtp is not None:
            self.rtp.trust(flow.host)
