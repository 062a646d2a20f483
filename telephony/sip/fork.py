"""One telephone of those that are rung for somebody: its INVITE, from the first word to the last.

What its answers mean is decided in `dialog_life.py`, and carried out here.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiosipua import SipRequest, SipResponse

from telephony.codecs import Codec

from . import mute_info, sdp
from .addresses import address_in
from .bodies import description_in
from .call_troubles import trouble_of
from .client_request import ClientRequest
from .dialog_life import DialogEvent, DialogState, Do, after, event_of
from .extension import Extension
from .leg import SipLeg
from .messages import METHODS, USER_AGENT
from .registrar import Binding
from .server_transactions import GIVE_UP

if TYPE_CHECKING:
    from .outgoing import Ringing

REQUEST_TERMINATED = 487
"""What a telephone says of an INVITE that was cancelled."""

COMPLETED_ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'

Phone = Binding | Extension
"""What can be rung: a telephone registered here, or a number behind a registrar where we are registered."""


class Fork:
    """One telephone of several."""

    def __init__(self, ringing: "Ringing", phone: Phone, leg: SipLeg) -> None:
        self.phone, self.leg = phone, leg
        self.state = DialogState.CALLING
        self._ringing = ringing
        self._asked: ClientRequest | None = None
        self._codecs: Sequence[Codec] = ()
        self._cancel_reason = ""
        self._early: sdp.Audio | None = None
        """The description that came with a provisional answer: the first is the answer to our offer."""

    @property
    def is_done(self) -> bool:
        """Its INVITE has its final answer, or is no longer waited for."""
        return self.state in (DialogState.CONFIRMED, DialogState.OVER)

    @property
    def is_ghost(self) -> bool:
        """Nothing has come from this telephone since it was called: it may not be there at all."""
        return self._asked is not None and self.state in (DialogState.CALLING, DialogState.WITHDRAWN)

    def invite(self, codecs: Sequence[Codec]) -> None:
        leg, self._codecs = self.leg, codecs
        assert leg.session is not None
        invite = leg.dialog.create_request("INVITE")
        caller = self._ringing.caller
        if isinstance(self.phone, Extension):
            invite.headers.set_single("From", f"{self.phone.sender(caller)};tag={leg.dialog.local_tag}")
            for name, value in self.phone.identity(caller).items():
                invite.headers.set_single(name, value)
        else:
            host = leg.dialog.local_uri.partition("@")[2]
            invite.headers.set_single("From", f"{caller.header(host)};tag={leg.dialog.local_tag}")
        invite.headers.set_single("Contact", leg.contact)
        invite.headers.set_single("User-Agent", USER_AGENT)
        invite.headers.set_single("Allow", ", ".join(METHODS))
        invite.headers.set_single("Supported", "timer")
        invite.headers.set_single("Recv-Info", mute_info.PACKAGE)
        invite.headers.set_single("Session-Expires", str(leg.endpoint.settings.session_seconds))
        invite.headers.set_single("Content-Type", "application/sdp")
        order = list(dict.fromkeys([*codecs, *sdp.PREFERRED]))
        invite.text = leg.session.offer(leg.through.login.speaks(order) if leg.through is not None else order)
        leg.timer.start(0, False)
        self._asked = leg.ask(invite, self._heard)

    def cancel(self, reason: str) -> None:
        """CANCEL, as soon as the telephone has shown that it knows of the call (RFC 3261 §9.1)."""
        if self.state in (DialogState.CALLING, DialogState.EARLY):
            self._cancel_reason = reason
        if self._follows(DialogEvent.WITHDRAW) is Do.CANCEL:
            self._send_cancel()

    def _follows(self, event: DialogEvent) -> Do:
        self.state, do = after(self.state, event)
        return do

    def _send_cancel(self) -> None:
        assert self._asked is not None
        invite = self._asked.request
        cancel = SipRequest(method="CANCEL", uri=invite.uri)
        for name in ("Via", "From", "To", "Call-ID", "Max-Forwards"):
            cancel.headers.set_single(name, invite.headers.get_first(name) or "")
        for route in invite.headers.get("route"):
            cancel.headers.append("Route", route)
        cseq = invite.cseq
        cancel.headers.set_single("CSeq", f"{cseq.seq if cseq else 1} CANCEL")
        if self._cancel_reason:
            cancel.headers.set_single("Reason", self._cancel_reason)
        self.leg.endpoint.client.start(cancel, self.leg.flow, lambda _: None)
        # A telephone that never says 487 is waited for no longer than any other answer.
        asyncio.get_running_loop().call_later(GIVE_UP, self._give_up)

    def _give_up(self) -> None:
        if self._follows(DialogEvent.GIVE_UP) is Do.CLOSE:
            self.leg.close()

    def _heard(self, response: SipResponse) -> None:
        status, is_wanted = response.status_code, self.state in (DialogState.CALLING, DialogState.EARLY)
        self._take_tag(response)
        if status in (415, 488, 606) and is_wanted and self.leg.may_speak_plainly():
            # A telephone on TLS that knows no SRTP: it is asked again, in clear.
            self.leg.dialog.remote_tag, self._early = "", None
            self.state = DialogState.CALLING
            self.invite(self._codecs)
            return
        match self._follows(event_of(status)):
            case Do.TELL_RINGING:
                self._sounds_early(response)
                self._ringing.rings()
            case Do.CANCEL:
                self._send_cancel()
            case Do.REPORT:
                self.leg.endpoint.call_failed(self.leg.account, trouble_of(response) if is_wanted else None)
                self.leg.close()
                self._ringing.refused(self, status)
            case Do.TALK:
                self._accepted(response)
            case Do.HANG_UP:
                self._begin_dialog(response)
                self.leg.hang_up(self._cancel_reason or COMPLETED_ELSEWHERE)
                self._ringing.refused(self, REQUEST_TERMINATED)
            case Do.ACKNOWLEDGE:
                self._acknowledge()
            case _:
                pass

    def _begin_dialog(self, response: SipResponse) -> None:
        """What a 200 says of the way to the telephone; its ACK goes there (RFC 3261 §13.2.2.4)."""
        contact = address_in(response, "contact")
        if contact is not None:
            self.leg.dialog.remote_target = contact.uri
        self.leg.dialog.route_set = list(reversed(response.headers.get("record-route")))
        self.leg.find_next_hop()
        self._acknowledge()

    def _acknowledge(self) -> None:
        assert self._asked is not None
        self.leg.acknowledge(self._asked.request)

    def _accepted(self, response: SipResponse) -> None:
        self._begin_dialog(response)
        theirs = self._agreed(response)
        codec = theirs.first_of(list(theirs.numbers)) if theirs is not None else None
        if theirs is None or codec is None:
            self.leg.endpoint.call_failed(self.leg.account, trouble_of(response))
            self.leg.hang_up('SIP;cause=488;text="Not Acceptable Here"')
            self._ringing.refused(self, 488)
            return
        self.leg.agree(theirs, codec)
        self.leg.timer.answered(response)
        self.leg.connected(response)
        self.leg.endpoint.call_succeeded(self.leg.account)
        if not self._ringing.answered(self):
            self.leg.hang_up(self._cancel_reason or COMPLETED_ELSEWHERE)

    def _sounds_early(self, response: SipResponse) -> None:
        """Sound before the answer: a PBX's announcement, its own ring-back (RFC 3960 §3.2). It comes to the leg's
        listener like any packet; whoever does not know the leg yet lets it pass unheard."""
        if not description_in(response) or self.leg.codec is not None:
            return
        try:
            theirs = self._early = self.leg.answered(description_in(response))
        except sdp.NoCommonSound:
            return
        codec = theirs.first_of(list(theirs.numbers))
        if codec is not None:
            self.leg.agree(theirs, codec)

    def _agreed(self, response: SipResponse) -> sdp.Audio | None:
        """What the telephone describes in its 200; without one, what it described before (RFC 3261 §13.2.1)."""
        described = description_in(response)
        if not described:
            return self._early
        try:
            return self.leg.answered(described)
        except sdp.NoCommonSound:
            return None

    def _take_tag(self, response: SipResponse) -> None:
        named = address_in(response, "to")
        if named is not None and named.tag:
            self.leg.dialog.remote_tag = named.tag
