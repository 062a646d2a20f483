"""Where telephones meet the switch: what rings, who answered, and which leg belongs to which side of which call.

The switch stays the only owner of a call's state: a telephone's hold, keys and hanging up become commands to it, and
what it tells is carried out on the telephones.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from telephony import events
from telephony.carrying.call import CallState
from telephony.carrying.switch import Switch
from telephony.codecs import COMFORT_NOISE, Codec
from telephony.errors import TelephonyError
from telephony.roles import EndReason, Role
from telephony.rtp_packet import RtpPacket

from .caller_id import CallerId
from .calls import SipCalls
from .echo import Echo, EchoReport
from .incoming import IncomingCall
from .leg import SipLeg
from .listener import Door, ListeningPhone
from .outgoing import COMPLETED_ELSEWHERE, Phone, Ringing
from .registrar import Binding
from .sdp import PREFERRED
from .settings import Directory, SipSettings

log = structlog.get_logger(__name__)

HOLD_SETTLES_SECONDS = 0.7
"""From a hold at the desk until its telephone is told."""

_STATUS = {
    EndReason.DECLINED: 603,
    EndReason.NO_ANSWER: 480,
    EndReason.CANCELLED: 487,
    EndReason.HUNG_UP: 480,
    EndReason.LOST: 480,
    EndReason.STOPPED: 503,
}


@dataclass(slots=True)
class _Side:
    """What a side of a call has in the way of telephones."""

    call_id: str
    role: Role
    ringing: Ringing | None = None
    only_phone: bool = False
    """No browser rings beside: when no telephone answers, nobody does."""
    incoming: IncomingCall | None = None
    leg: SipLeg | None = None
    is_told_of_hold: bool = False
    """The telephone was told that its own side's desk holds the call."""


@dataclass(slots=True)
class _Summons:
    """A telephone that is picked up before its call exists (dialling from the screen)."""

    ringing: Ringing
    picked_up: "asyncio.Future[SipLeg]" = field(repr=False)


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
        self._sides: dict[tuple[str, Role], _Side] = {}
        self._side_of_leg: dict[SipLeg, _Side] = {}
        self._summons: dict[Ringing, _Summons] = {}
        self._echoes: dict[SipLeg, Echo] = {}
        self._early: dict[SipLeg, _Side | None] = {}
        """Whom a telephone that sounds before it answers is heard by; None: nobody, several ring."""
        self._listeners: dict[SipLeg, ListeningPhone] = {}
        switch.watch(self._happened)

    async def __aenter__(self) -> "Switchboard":
        await self.calls.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for side in list(self._sides.values()):
            self._release(side, "")
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
        side = self._sides.setdefault((call_id, role), _Side(call_id, role))
        side.only_phone = only_phone
        other = self._sides.get((call_id, role.other))
        side.ringing = self.calls.ring(phones, caller, self._spoken_by(other))

    def dialled_call(self, call_id: str, role: Role, call: IncomingCall) -> None:
        """The telephone that dialled is this side of the call, which the switch rings."""
        side = _Side(call_id, role, incoming=call, leg=call.leg)
        self._sides[(call_id, role)] = side
        self._side_of_leg[call.leg] = side
        self._switch.use_phone(call_id, role, call.leg)
        if call.is_over:
            self.phone_gave_up(call)
            return
        call.ring()

    async def pick_up(self, phones: Sequence[Phone], shown: CallerId, seconds: float) -> SipLeg | None:
        """Rings somebody's own telephone before their call begins; None when it is not picked up.

        Cancelling stops it, and hangs up one that is picked up in that very moment.
        """
        picked_up: asyncio.Future[SipLeg] = asyncio.get_running_loop().create_future()
        ringing = self.calls.ring(phones, shown, PREFERRED)
        self._summons[ringing] = _Summons(ringing, picked_up)
        try:
            async with asyncio.timeout(seconds):
                return await picked_up
        except (TimeoutError, NotPickedUp, asyncio.CancelledError) as error:
            if picked_up.done() and not picked_up.cancelled() and picked_up.exception() is None:
                picked_up.result().hang_up()
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        finally:
            del self._summons[ringing]
            ringing.stop()

    def summoned_call(self, call_id: str, role: Role, leg: SipLeg) -> None:
        """A telephone that `pick_up` brought is this side of the call."""
        side = _Side(call_id, role, leg=leg)
        self._sides[(call_id, role)] = side
        self._attach(side, leg)
        if leg.is_over:
            # Hung up again while the call was being kept.
            self.leg_ended(leg, lost=False)

    async def echo_dialled(
        self, call: IncomingCall, seconds: float, on_sound: Callable[[], None]
    ) -> EchoReport | None:
        """The same for a telephone that dialled to hear itself; None when it has hung up already. Cancelling hangs
        up."""
        if not call.accept(PREFERRED):
            return None
        return await self.echo(call.leg, seconds, on_sound)

    async def echo(self, leg: SipLeg, seconds: float, on_sound: Callable[[], None]) -> EchoReport:
        """Plays back to a telephone that `pick_up` brought what it says, until it hangs up; then it is free.

        Cancelling hangs up, and nothing is reported.
        """
        echo = self._echoes[leg] = Echo(leg, on_sound)
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
        for ringing in [*self._summons, *(side.ringing for side in self._sides.values() if side.ringing)]:
            ringing.leave_out(flows)
        for side in list(self._sides.values()):
            if side.leg is not None and side.leg.flow in flows:
                call_id = side.call_id
                self._try(lambda: self._switch.hang_up(call_id, None))  # noqa: B023  called at once

    def rings(self, call_id: str, role: Role) -> bool:
        """Whether telephones of this side ring just now."""
        side = self._sides.get((call_id, role))
        return side is not None and side.ringing is not None

    def carrier(self, call_id: str, role: Role) -> SipLeg | None:
        """The telephone that is this side of the call; None while it is not a telephone's."""
        side = self._sides.get((call_id, role))
        return side.leg if side is not None else None

    # What telephones do (CallListener).

    def phone_dials(self, call: IncomingCall) -> None:
        self._on_dial(call)

    def phone_gave_up(self, call: IncomingCall) -> None:
        side = self._side_of_leg.get(call.leg)
        if side is not None:
            self._try(lambda: self._switch.hang_up(side.call_id, side.role))

    def phone_rings(self, ringing: Ringing) -> None:
        log.info("sip_phone_rings")

    def phone_answered(self, ringing: Ringing, leg: SipLeg) -> None:
        summons = self._summons.get(ringing)
        if summons is not None:
            if summons.picked_up.done():
                # Given up in this very moment.
                leg.hang_up()
            else:
                summons.picked_up.set_result(leg)
            return
        side = self._side_of(ringing)
        if side is None:
            leg.hang_up(COMPLETED_ELSEWHERE)
            return
        self._ringing_over(side)
        self._attach(side, leg)
        try:
            self._switch.answer(side.call_id, side.role)
        except TelephonyError:
            self._release(side, COMPLETED_ELSEWHERE)

    def nobody_answers(self, ringing: Ringing, status: int) -> None:
        summons = self._summons.get(ringing)
        if summons is not None:
            if not summons.picked_up.done():
                summons.picked_up.set_exception(NotPickedUp(status))
            return
        side = self._side_of(ringing)
        if side is None:
            return
        self._ringing_over(side)
        other = self._sides.get((side.call_id, side.role.other))
        if other is not None and other.incoming is not None and (side.only_phone or status >= 600):
            # Whoever dialled hears what the other telephone said: busy is busy.
            other.incoming.refuse(status if status in (480, 486, 488, 603) else 480)
        if side.only_phone or status >= 600:
            self._try(lambda: self._switch.decline(side.call_id, side.role))

    def leg_packet(self, leg: SipLeg, packet: RtpPacket) -> None:
        side = self._side_of_leg.get(leg)
        if side is not None:
            self._switch.phone_packet(side.call_id, side.role, packet)
        elif leg in self._echoes:
            self._echoes[leg].take(packet)
        elif not leg.is_connected and packet.payload_type != COMFORT_NOISE:
            self._sounds_early(leg, packet, Codec.of_payload_type(packet.payload_type))

    def _sounds_early(self, leg: SipLeg, packet: RtpPacket, codec: Codec) -> None:
        """The caller hears it when this telephone alone rings: of several, none speaks for all (RFC 3960 §3.1)."""
        if leg not in self._early:
            side = next((one for one in self._sides.values() if one.ringing and leg in one.ringing.legs), None)
            alone = side is not None and side.only_phone and side.ringing is not None and len(side.ringing.legs) == 1
            self._early[leg] = side if alone else None
            other = self._sides.get((side.call_id, side.role.other)) if side is not None and alone else None
            if other is not None and other.incoming is not None:
                other.incoming.sound_early([codec])
        side = self._early[leg]
        if side is not None:
            self._switch.early_sound(side.call_id, packet, codec)

    def leg_held(self, leg: SipLeg, held: bool) -> None:
        side = self._side_of_leg.get(leg)
        # During a consultation over this telephone, its hold key silences the telephone and leaves the customer be.
        if side is not None and not self._switch.is_consulting(side.call_id, side.role):
            command = self._switch.hold if held else self._switch.resume
            self._try(lambda: command(side.call_id, side.role))

    def leg_digit(self, leg: SipLeg, digit: str) -> None:
        if leg in self._listeners:
            self._listeners[leg].pressed(digit)
            return
        side = self._side_of_leg.get(leg)
        if side is not None:
            self._try(lambda: self._switch.digits(side.call_id, side.role, digit))

    def leg_refers(self, leg: SipLeg, target: str) -> bool:
        """The transfer key of an adviser's telephone hands the customer to the supervisor who is being consulted; to
        anybody else a customer is never sent."""
        side = self._side_of_leg.get(leg)
        if side is None or side.role is not Role.ADVISER:
            return False
        try:
            self._switch.transfer(side.call_id)
        except TelephonyError as error:
            log.info("sip_transfer_refused", why=str(error))
            return False
        return True

    def leg_muted(self, leg: SipLeg, muted: bool) -> None:
        side = self._side_of_leg.get(leg)
        if side is not None:
            self._try(lambda: self._switch.mute(side.call_id, side.role, muted))

    def leg_ended(self, leg: SipLeg, lost: bool) -> None:
        if leg in self._echoes:
            self._echoes[leg].end()
        side = self._side_of_leg.get(leg)
        if side is None:
            return
        self._detach(side)
        self._try(lambda: self._switch.hang_up(side.call_id, None if lost else side.role))

    # What the switch tells.

    def _happened(self, event: events.SwitchEvent) -> None:
        self._carry_out(event)
        if isinstance(event, events.CallHeld | events.CallResumed | events.CallConnected | events.CallEnded):
            # A hold that is the beginning of a consultation does not make the telephone's sound stop and start.
            loop = asyncio.get_running_loop()
            for side in self._sides.values():
                loop.call_later(HOLD_SETTLES_SECONDS, self._tell_hold, side)

    def _tell_hold(self, side: _Side) -> None:
        """A call held at the desk is held at its telephone as well, which shows it (RFC 3264 §8.4); while that side
        consults over it, or has held it with its own key, the telephone goes on as it is."""
        leg, call = side.leg, self._switch.call(side.call_id)
        if self._sides.get((side.call_id, side.role)) is not side:
            return
        if leg is None or call is None or not leg.is_connected or leg.is_over:
            return
        is_consulting = self._switch.is_consulting(side.call_id, side.role)
        is_held = call.held_by is side.role and not is_consulting and not leg.is_held_by_phone
        if is_held != side.is_told_of_hold:
            side.is_told_of_hold = is_held
            leg.offer_again("sendonly" if is_held else "sendrecv", lambda _: None)

    def _carry_out(self, event: events.SwitchEvent) -> None:
        match event:
            case events.CallConnected(call_id=call_id):
                for role in Role:
                    side = self._sides.get((call_id, role))
                    if side is not None:
                        self._connected(side)
            case events.CallTransferred(call_id=call_id, consultation_id=consultation_id):
                self._transferred(call_id, consultation_id)
            case events.CallEnded(call_id=call_id, reason=reason):
                for role in Role:
                    side = self._sides.get((call_id, role))
                    if side is not None:
                        self._call_over(side, reason)
            case _:
                pass

    def _connected(self, side: _Side) -> None:
        if side.ringing is not None:
            # Answered in the browser: the telephones stop and show no missed call.
            side.ringing.stop(COMPLETED_ELSEWHERE)
            self._ringing_over(side)
        if side.incoming is not None and side.leg is not None:
            other = self._sides.get((side.call_id, side.role.other))
            if side.incoming.accept(self._spoken_by(other)):
                self._attach(side, side.leg)

    def _call_over(self, side: _Side, reason: EndReason) -> None:
        if side.incoming is not None:
            side.incoming.refuse(_STATUS[reason])
        self._release(side, "")

    def _transferred(self, call_id: str, consultation_id: str) -> None:
        """The adviser's telephone is free; the supervisor's stays, in the adviser's place."""
        adviser = self._sides.get((call_id, Role.ADVISER))
        if adviser is not None:
            self._release(adviser, "")
        supervisor = self._sides.pop((consultation_id, Role.CUSTOMER), None)
        if supervisor is not None:
            supervisor.call_id, supervisor.role = call_id, Role.ADVISER
            self._sides[(call_id, Role.ADVISER)] = supervisor

    def _release(self, side: _Side, reason: str) -> None:
        if side.ringing is not None:
            side.ringing.stop(reason)
            self._ringing_over(side)
        leg = side.leg
        self._detach(side)
        if leg is not None and leg.is_connected:
            leg.hang_up(reason)

    # The inside.

    def _attach(self, side: _Side, leg: SipLeg) -> None:
        side.leg = leg
        self._side_of_leg[leg] = side
        self._switch.use_phone(side.call_id, side.role, leg)

    def _ringing_over(self, side: _Side) -> None:
        for leg in side.ringing.legs if side.ringing is not None else []:
            self._early.pop(leg, None)
        side.ringing = None

    def _detach(self, side: _Side) -> None:
        self._sides.pop((side.call_id, side.role), None)
        if side.leg is not None:
            self._side_of_leg.pop(side.leg, None)

    def _side_of(self, ringing: Ringing) -> _Side | None:
        return next((side for side in self._sides.values() if side.ringing is ringing), None)

    @staticmethod
    def _spoken_by(other: _Side | None) -> list[Codec]:
        """What the other side speaks, the preferred first: browsers speak Opus."""
        if other is None:
            return [Codec.OPUS]
        if other.leg is not None and other.leg.codec is not None:
            return [other.leg.codec]
        if other.incoming is not None and other.incoming.offer is not None:
            return list(other.incoming.offer.numbers)
        return list(PREFERRED)

    @staticmethod
    def _try(command: Callable[[], None]) -> None:
        """A telephone's wish that comes too late (the call is over, held by the other side…) changes nothing."""
        try:
            command()
        except TelephonyError as error:
            log.info("sip_wish_refused", why=str(error))


class NotPickedUp(Exception):
    """`status`: what the telephone said instead."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status
