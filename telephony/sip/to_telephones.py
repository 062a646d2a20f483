"""What the switch tells of its calls, carried out on the telephones that stand on their sides."""

import asyncio

from telephony import events
from telephony.carrying.switch import Switch
from telephony.roles import EndReason, Role

from .early_sound import EarlySound
from .leg import SipLeg
from .outgoing import COMPLETED_ELSEWHERE
from .sides import STATUS_OF, Side, Sides, shows_hold, spoken_by

HOLD_SETTLES_SECONDS = 0.7
"""From a hold at the desk until its telephone is told."""


class ToTelephones:
    """`happened` is what the switch calls."""

    def __init__(self, switch: Switch, sides: Sides, early: EarlySound) -> None:
        self._switch, self._sides, self._early = switch, sides, early

    def happened(self, event: events.SwitchEvent) -> None:
        self._carry_out(event)
        if isinstance(event, events.CallHeld | events.CallResumed | events.CallConnected | events.CallEnded):
            # A hold that is the beginning of a consultation does not make the telephone's sound stop and start.
            loop = asyncio.get_running_loop()
            for side in self._sides.all():
                loop.call_later(HOLD_SETTLES_SECONDS, self._tell_hold, side)

    def attach(self, side: Side, leg: SipLeg) -> None:
        """The call goes over this telephone from now on."""
        self._sides.carry(side, leg)
        self._switch.use_phone(side.call_id, side.role, leg)

    def release(self, side: Side, reason: str) -> None:
        """Its telephones ring and speak no more. `reason`: value of a Reason header (RFC 3326)."""
        if side.ringing is not None:
            side.ringing.stop(reason)
            self.ringing_over(side)
        leg = side.leg
        self._sides.remove(side)
        if leg is not None and leg.is_connected:
            leg.hang_up(reason)

    def ringing_over(self, side: Side) -> None:
        if side.ringing is not None:
            self._early.over(side.ringing)
        side.ringing = None

    def _carry_out(self, event: events.SwitchEvent) -> None:
        match event:
            case events.CallConnected(call_id=call_id):
                for side in self._sides.of_call(call_id):
                    self._connected(side)
            case events.CallTransferred(call_id=call_id, consultation_id=consultation_id):
                self._transferred(call_id, consultation_id)
            case events.CallEnded(call_id=call_id, reason=reason):
                for side in self._sides.of_call(call_id):
                    self._call_over(side, reason)
            case _:
                pass

    def _connected(self, side: Side) -> None:
        if side.ringing is not None:
            # Answered in the browser: the telephones stop and show no missed call.
            side.ringing.stop(COMPLETED_ELSEWHERE)
            self.ringing_over(side)
        incoming = side.incoming
        if incoming is not None and side.leg is not None and incoming.accept(spoken_by(self._sides.other(side))):
            self.attach(side, side.leg)

    def _call_over(self, side: Side, reason: EndReason) -> None:
        if side.incoming is not None:
            side.incoming.refuse(STATUS_OF[reason])
        self.release(side, "")

    def _transferred(self, call_id: str, consultation_id: str) -> None:
        """The adviser's telephone is free; the supervisor's stays, in the adviser's place."""
        adviser = self._sides.get(call_id, Role.ADVISER)
        if adviser is not None:
            self.release(adviser, "")
        self._sides.hand_over(consultation_id, call_id)

    def _tell_hold(self, side: Side) -> None:
        """A call held at the desk is held at its telephone as well, which shows it (RFC 3264 §8.4)."""
        if self._sides.get(side.call_id, side.role) is not side:
            return
        is_consulting = self._switch.is_consulting(side.call_id, side.role)
        is_held = shows_hold(side, self._switch.call(side.call_id), is_consulting=is_consulting)
        if is_held is None or is_held == side.is_told_of_hold or side.leg is None:
            return
        side.is_told_of_hold = is_held
        side.leg.offer_again("sendonly" if is_held else "sendrecv", lambda _: None)
