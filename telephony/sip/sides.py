"""Which telephones stand on which side of which call, and what follows for the other side. Sans-IO."""

from dataclasses import dataclass

from telephony.carrying.live_call import CallSnapshot
from telephony.codecs import Codec
from telephony.roles import EndReason, Role

from .incoming import IncomingCall
from .leg import SipLeg
from .outgoing import Ringing
from .sdp import PREFERRED

STATUS_OF = {
    EndReason.DECLINED: 603,
    EndReason.NO_ANSWER: 480,
    EndReason.CANCELLED: 487,
    EndReason.HUNG_UP: 480,
    EndReason.LOST: 480,
    EndReason.TRANSFERRED: 480,
    EndReason.STOPPED: 503,
}
"""What a telephone that dialled is told of a call that ended before it was answered."""


@dataclass(slots=True, eq=False)
class Side:
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


class Sides:
    """A side is known by its call and role, by what rings for it, and by the telephone that carries it."""

    def __init__(self) -> None:
        self._sides: dict[tuple[str, Role], Side] = {}
        self._of_leg: dict[SipLeg, Side] = {}

    def all(self) -> list[Side]:
        return list(self._sides.values())

    def get(self, call_id: str, role: Role) -> Side | None:
        return self._sides.get((call_id, role))

    def get_or_make(self, call_id: str, role: Role) -> Side:
        return self._sides.setdefault((call_id, role), Side(call_id, role))

    def other(self, side: Side) -> Side | None:
        return self._sides.get((side.call_id, side.role.other))

    def of_call(self, call_id: str) -> list[Side]:
        found = (self._sides.get((call_id, role)) for role in Role)
        return [side for side in found if side is not None]

    def of_leg(self, leg: SipLeg) -> Side | None:
        return self._of_leg.get(leg)

    def of_ringing(self, ringing: Ringing) -> Side | None:
        return next((side for side in self._sides.values() if side.ringing is ringing), None)

    def put(self, side: Side) -> None:
        self._sides[(side.call_id, side.role)] = side

    def carry(self, side: Side, leg: SipLeg) -> None:
        """This telephone is the side's from now on."""
        side.leg = leg
        self._of_leg[leg] = side

    def remove(self, side: Side) -> None:
        self._sides.pop((side.call_id, side.role), None)
        if side.leg is not None:
            self._of_leg.pop(side.leg, None)

    def hand_over(self, consultation_id: str, call_id: str) -> None:
        """The supervisor's telephone, if they have one, stands where the adviser's stood."""
        supervisor = self._sides.pop((consultation_id, Role.CUSTOMER), None)
        if supervisor is not None:
            supervisor.call_id, supervisor.role = call_id, Role.ADVISER
            self.put(supervisor)


def spoken_by(side: Side | None) -> list[Codec]:
    """What this side speaks, the preferred first: browsers speak Opus."""
    if side is None:
        return [Codec.OPUS]
    if side.leg is not None and side.leg.codec is not None:
        return [side.leg.codec]
    if side.incoming is not None and side.incoming.offer is not None:
        return list(side.incoming.offer.numbers)
    return list(PREFERRED)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What follows when no telephone of a side answers."""

    declines: bool
    """The side says no; else whoever rings beside (a browser) may still answer."""
    caller_hears: int
    """The SIP status for a telephone that dialled, where the side says no."""


def unanswered(status: int, *, only_phone: bool) -> Unanswered:
    """`status`: what the telephones said. 6xx speaks for the person (RFC 3261 §16.7); busy is busy."""
    caller_hears = status if status in (480, 486, 488, 603) else 480
    return Unanswered(declines=only_phone or status >= 600, caller_hears=caller_hears)


def shows_hold(side: Side, call: CallSnapshot | None, *, is_consulting: bool) -> bool | None:
    """Whether the side's telephone is to show the call as held; None while there is no telephone to tell.

    One that consults over it, or has held the call with its own key, goes on as it is.
    """
    leg = side.leg
    if leg is None or call is None or not leg.is_connected or leg.is_over:
        return None
    return call.held_by is side.role and not is_consulting and not leg.is_held_by_phone
