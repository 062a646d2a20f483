"""Where telephones meet the switch: what rings, who answered, and which leg belongs to which side of which call.

The switch stays the only owner of a call's state: here a telephone's hold, keys and hanging up become commands to it;
what it tells is carried out on the telephones by `to_telephones.py`. Who stands where is `sides.py`, pure.
"""

from collections.abc import Callable, Sequence

import structlog

from telephony.carrying.call import CallState
from telephony.carrying.switch import Switch
from telephony.codecs import COMFORT_NOISE, Codec
from telephony.errors import TelephonyError
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from .caller_id import CallerId
from .calls import SipCalls
from .early_sound import EarlySound
from .echo import Echo, EchoReport, Telling
from .incoming import IncomingCall
from .leg import SipLeg
from .listener import Door, ListeningPhone
from .outgoing import COMPLETED_ELSEWHERE, Phone, Ringing
from .registrar import Binding
from .sdp import PREFERRED
from .settings import Directory, SipSettings
from .sides import Side, Sides, spoken_by, unanswered
from .summoning import Summoning
from .to_telephones import ToTelephones

log = structlog.get_logger(__name__)

OnDial = Callable[[IncomingCall], None]


class Switchboard:
    """`async with Switchboard(switch, settings, directory, on_change, on_dial)`. Raises CannotListen.

    `on_dial` decides about a telephone that dials: `dialled_call` makes it a side of a call, `call.refuse` says no.
    """

    def __init__(
        self,
        switch: Switch,
        settings: SipSettings,
        directory: Directory,
        on_change: Callable[[str], None],
        on_dial: OnDial,
    ) -> None:
        self._switch, self._on_dial = switch, on_dial
        self.calls = SipCalls(settings, directory, on_change, self)
        self._sides = Sides()
        self._summoning = Summoning(self.calls)
        self._early = EarlySound(switch, self._sides)
        self._telephones = ToTelephones(switch, self._sides, self._early)
        self._echoes: dict[SipLeg, Echo] = {}
        self._listeners: dict[SipLeg, ListeningPhone] = {}
        switch.watch(self._telephones.happened)

    async def __aenter__(self) -> "Switchboard":
        await self.calls.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for side in self._sides.all():
            self._telephones.release(side, "")
        await self.calls.__aexit__()

    def phones(self, user: str) -> list[Binding]:
        return self.calls.endpoint.registrar.phones(user)

    # Commands.

    def ring_phones(
        self, call_id: str, role: Role, phones: Sequence[Phone], caller: CallerId, *, only_phone: bool
    ) -> None:
        """The side that is called has these telephones; call it right after `switch.ring`, and after whoever calls
        has theirs: a call that is over by then, they having given up meanwhile, rings nobody."""
        call = self._switch.call(call_id)
        if call is None or call.state is CallState.ENDED:
            return
        side = self._sides.get_or_make(call_id, role)
        side.only_phone = only_phone
        side.ringing = self.calls.ring(phones, caller, spoken_by(self._sides.other(side)))

    def dialled_call(self, call_id: str, role: Role, call: IncomingCall) -> None:
        """The telephone that dialled is this side of the call, which the switch rings."""
        side = Side(call_id, role, incoming=call)
        self._sides.put(side)
        self._telephones.attach(side, call.leg)
        if call.is_over:
            self.phone_gave_up(call)
            return
        call.ring()

    async def pick_up(self, phones: Sequence[Phone], shown: CallerId, seconds: float) -> SipLeg | None:
        """Rings somebody's own telephone before their call begins; None when it is not picked up.

        Cancelling stops it, and hangs up one that is picked up in that very moment.
        """
        return await self._summoning.pick_up(phones, shown, seconds)

    def summoned_call(self, call_id: str, role: Role, leg: SipLeg) -> None:
        """A telephone that `pick_up` brought is this side of the call."""
        side = Side(call_id, role)
        self._sides.put(side)
        self._telephones.attach(side, leg)
        if leg.is_over:
            # Hung up again while the call was being kept.
            self.leg_ended(leg, lost=False)

    async def echo_dialled(
        self, call: IncomingCall, seconds: float, on_sound: Callable[[], None], tell: Telling | None = None
    ) -> EchoReport | None:
        """The same for a telephone that dialled to hear itself; None when it has hung up already. Cancelling hangs
        up."""
        if not call.accept(PREFERRED):
            return None
        return await self.echo(call.leg, seconds, on_sound, tell)

    async def echo(
        self, leg: SipLeg, seconds: float, on_sound: Callable[[], None], tell: Telling | None = None
    ) -> EchoReport:
        """Plays back to a telephone that `pick_up` brought what it says, until it hangs up; then it is free.

        `tell`: what was found, spoken to it after some seconds and at each key. Cancelling hangs up, and nothing is
        reported.
        """
        echo = self._echoes[leg] = Echo(leg, on_sound, tell)
        try:
            return await echo.run(seconds)
        finally:
            del self._echoes[leg]
            leg.hang_up()

    async def listen(self, call: IncomingCall, line_id: str, door: Door) -> None:
        """The telephone that dialled hears the calls of this adviser's desk once its code is right, until it ends."""
        if call.offer is None:
            # What it speaks would come with the ACK only (RFC 3261 §13.2.1): no desk telephone dials so.
            call.refuse(488)
            return
        if not call.accept(PREFERRED) or call.leg.codec is None:
            return
        phone = self._listeners[call.leg] = ListeningPhone(call.leg, call.leg.codec, door)
        hearers = phone.hearers()
        self._switch.listen_at(line_id, hearers)
        try:
            await phone.run()
        finally:
            self._switch.stop_listening_at(line_id, hearers)
            del self._listeners[call.leg]
            call.leg.hang_up()

    def shut_out(self, user: str) -> None:
        """This account's telephones are no longer registered; what they ring for, carry or listen to ends."""
        flows = {one.flow for one in self.phones(user)}
        self.calls.endpoint.registrar.drop_account(user)
        for leg in self.calls.legs_of(user):
            leg.hang_up('SIP;cause=403;text="Account Closed"')
            self.leg_ended(leg, lost=False)
        for leg in [*self._listeners, *self._echoes]:
            if leg.flow in flows:
                leg.hang_up()
                self.leg_ended(leg, lost=False)
        sides = self._sides.all()
        for ringing in [*self._summoning.all(), *(side.ringing for side in sides if side.ringing)]:
            ringing.leave_out(flows)
        for side in sides:
            if side.leg is not None and side.leg.flow in flows:
                call_id = side.call_id
                self._try(lambda: self._switch.hang_up(call_id, None))  # noqa: B023  called at once

    def rings(self, call_id: str, role: Role) -> bool:
        """Whether telephones of this side ring just now."""
        side = self._sides.get(call_id, role)
        return side is not None and side.ringing is not None

    def carrier(self, call_id: str, role: Role) -> SipLeg | None:
        """The telephone that is this side of the call; None while it is not a telephone's."""
        side = self._sides.get(call_id, role)
        return side.leg if side is not None else None

    # What telephones do (CallListener).

    def phone_dials(self, call: IncomingCall) -> None:
        self._on_dial(call)

    def phone_gave_up(self, call: IncomingCall) -> None:
        side = self._sides.of_leg(call.leg)
        if side is not None:
            self._try(lambda: self._switch.hang_up(side.call_id, side.role))

    def phone_rings(self, ringing: Ringing) -> None:
        log.info("sip_phone_rings")

    def phone_answered(self, ringing: Ringing, leg: SipLeg) -> None:
        if self._summoning.answered(ringing, leg):
            return
        side = self._sides.of_ringing(ringing)
        if side is None:
            leg.hang_up(COMPLETED_ELSEWHERE)
            return
        self._telephones.ringing_over(side)
        self._telephones.attach(side, leg)
        try:
            self._switch.answer(side.call_id, side.role)
        except TelephonyError:
            self._telephones.release(side, COMPLETED_ELSEWHERE)

    def nobody_answers(self, ringing: Ringing, status: int) -> None:
        if self._summoning.unanswered(ringing, status):
            return
        side = self._sides.of_ringing(ringing)
        if side is None:
            return
        self._telephones.ringing_over(side)
        follows, other = unanswered(status, only_phone=side.only_phone), self._sides.other(side)
        if not follows.declines:
            return
        if other is not None and other.incoming is not None:
            # Whoever dialled hears what the other telephone said.
            other.incoming.refuse(follows.caller_hears)
        self._try(lambda: self._switch.decline(side.call_id, side.role))

    def leg_packet(self, leg: SipLeg, packet: RtpPacket) -> None:
        side = self._sides.of_leg(leg)
        if side is not None:
            self._switch.phone_packet(side.call_id, side.role, packet)
        elif leg in self._echoes:
            self._echoes[leg].take(packet)
        elif not leg.is_connected and packet.payload_type != COMFORT_NOISE:
            self._early.packet(leg, packet, Codec.of_payload_type(packet.payload_type))

    def leg_held(self, leg: SipLeg, held: bool) -> None:
        side = self._sides.of_leg(leg)
        # During a consultation over this telephone, its hold key silences the telephone and leaves the customer be.
        if side is not None and not self._switch.is_consulting(side.call_id, side.role):
            command = self._switch.hold if held else self._switch.resume
            self._try(lambda: command(side.call_id, side.role))

    def leg_digit(self, leg: SipLeg, digit: str) -> None:
        if leg in self._listeners:
            self._listeners[leg].pressed(digit)
            return
        if leg in self._echoes:
            self._echoes[leg].pressed()
            return
        side = self._sides.of_leg(leg)
        if side is not None:
            self._try(lambda: self._switch.digits(side.call_id, side.role, digit))

    def leg_refers(self, leg: SipLeg, target: str) -> bool:
        """The transfer key of an adviser's telephone hands the customer to the supervisor who is being consulted; to
        anybody else a customer is never sent."""
        side = self._sides.of_leg(leg)
        if side is None or side.role is not Role.ADVISER:
            return False
        try:
            self._switch.transfer(side.call_id)
        except TelephonyError as error:
            log.info("sip_transfer_refused", why=str(error))
            return False
        return True

    def leg_muted(self, leg: SipLeg, muted: bool) -> None:
        side = self._sides.of_leg(leg)
        if side is not None:
            self._try(lambda: self._switch.mute(side.call_id, side.role, muted))

    def leg_ended(self, leg: SipLeg, lost: bool) -> None:
        if leg in self._echoes:
            self._echoes[leg].end()
        side = self._sides.of_leg(leg)
        if side is None:
            return
        self._sides.remove(side)
        self._try(lambda: self._switch.hang_up(side.call_id, None if lost else side.role))

    @staticmethod
    def _try(command: Callable[[], None]) -> None:
        """A telephone's wish that comes too late (the call is over, held by the other side…) changes nothing."""
        try:
            command()
        except TelephonyError as error:
            log.info("sip_wish_refused", why=str(error))
