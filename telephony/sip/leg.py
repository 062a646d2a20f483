"""A call with one telephone, once its dialog exists: what the telephone does is told, what is asked of it is sent.

Both directions end here: `incoming.py` and `outgoing.py` bring the dialog to life and hand over. What happens is told
to `listener`, in the words of telephony; nothing here knows what a call is for. Its sound is `leg_sound.py`, its
dialog `leg_dialog.py`, offers while it runs `renegotiation.py` (RFC 3261 §12–15).
"""

from collections.abc import Callable
from typing import Protocol

import structlog
from aiosipua import Dialog, SipRequest, SipResponse

from telephony.rtp_packet import RtpPacket

from . import mute_info, sdp
from .addresses import address_in
from .digits import digit_of_info
from .endpoint import SipEndpoint
from .leg_dialog import LegDialog
from .messages import METHODS
from .registration import Registration
from .renegotiation import Renegotiation
from .server_transactions import ServerTransaction
from .wire import Flow

log = structlog.get_logger(__name__)


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


class SipLeg(LegDialog):
    """The dialog, and the sound that it is about. `close()` from any state, any number of times."""

    def __init__(
        self,
        endpoint: SipEndpoint,
        flow: Flow,
        dialog: Dialog,
        listener: LegListener,
        through: Registration | None = None,
    ) -> None:
        super().__init__(endpoint, flow, dialog, through)
        self.listener = listener
        self._renegotiation = Renegotiation(self)
        self._peer_allows: set[str] = set()
        self._peer_hears_of_mute = False

    # What the telephone does.

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
        self.is_there_now(flow)
        if transaction is None:
            self._renegotiation.acknowledged(request)
            return
        if not self.is_next(request):
            transaction.answer(500, "CSeq Out Of Order")
            return
        match request.method:
            case "BYE":
                transaction.answer(200)
                self._ended(lost=False)
            case "INVITE":
                self._renegotiation.invited(request, transaction)
            case "UPDATE":
                self._renegotiation.updated(request, transaction)
            case "INFO":
                self._informed(request, transaction)
            case "REFER":
                self._referred(request, transaction)
            case _:
                transaction.answer(405, Allow=", ".join(METHODS))

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
        notify = self.new_request("NOTIFY")
        notify.headers.set_single("Event", f"refer;id={cseq.seq if cseq is not None else 0}")
        notify.headers.set_single("Subscription-State", "terminated;reason=noresource")
        notify.headers.set_single("Content-Type", "message/sipfrag;version=2.0")
        notify.text = f"SIP/2.0 {'200 OK' if is_done else '603 Decline'}\r\n"
        self.ask(notify, lambda _: None)

    # What is asked of the telephone.

    def offer_again(self, direction: sdp.Direction, done: Callable[[bool], None]) -> None:
        """Another direction of the sound: sendonly holds, sendrecv resumes. `done(agreed)` follows."""
        self._renegotiation.offer(direction, done)

    def tell_muted(self, muted: bool, done: Callable[[bool], None]) -> None:
        """Says that the microphone at our end is off or on again, to whoever wants to know it (RFC 6086)."""
        if self.is_over or not self._peer_hears_of_mute:
            done(False)
            return
        info = self.new_request("INFO")
        mute_info.fill(info, muted)

        def heard(response: SipResponse) -> None:
            if response.status_code >= 200:
                done(response.status_code < 300)

        self.ask(info, heard)

    def tell_key(self, key: str) -> None:
        """A key as an INFO, for an other end that takes no events."""
        info = self.new_request("INFO")
        info.headers.set_single("Content-Type", "application/dtmf-relay")
        info.text = f"Signal={key}\r\nDuration=160\r\n"
        self.ask(info, lambda _: None)

    def hang_up(self, reason: str = "") -> None:
        """BYE. `reason`: value of a Reason header (RFC 3326)."""
        if self.is_over:
            return
        self.say_goodbye(reason, self.ways())
        self._ended(lost=False, tell=False)

    def give_up(self, reason: str = "") -> None:
        """The call is lost: BYE for whoever may still hear it, and the listener is told."""
        if not self.is_over:
            self.hang_up(reason)
            self.listener.leg_ended(self, True)

    def close(self) -> None:
        """Lets go of the sockets and the timers."""
        self.is_over = True
        self.timer.stop()
        self.close_sound()

    # What sound, dialog and timers need of it.

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

        self.ask(self.new_request("OPTIONS"), heard)

    def _refresh(self) -> None:
        self._renegotiation.refresh(self._peer_allows)

    def _expired(self) -> None:
        log.warning("sip_session_expired", call=self.dialog.call_id[:80])
        self.give_up('SIP;cause=408;text="Session expired"')

    def _ack_lost(self) -> None:
        """Nobody confirmed: the call cannot be believed to exist (RFC 3261 §13.3.1.4)."""
        self.give_up('SIP;cause=408;text="ACK lost"')

    def _ended(self, lost: bool, tell: bool = True) -> None:
        if self.is_over:
            return
        self.dialog.terminate()
        self.close()
        if tell:
            self.listener.leg_ended(self, lost)
