"""What a called telephone sounds before it is answered, for whoever calls (RFC 3960)."""

from telephony.carrying.switch import Switch
from telephony.codecs import Codec
from telephony.rtp_packet import RtpPacket

from .leg import SipLeg
from .outgoing import Ringing
from .sides import Side, Sides


class EarlySound:
    """The caller hears it when that telephone alone rings: of several, none speaks for all (RFC 3960 §3.1)."""

    def __init__(self, switch: Switch, sides: Sides) -> None:
        self._switch, self._sides = switch, sides
        self._heard_for: dict[SipLeg, Side | None] = {}
        """Whose call a telephone that sounds belongs to; None: nobody hears it, several ring."""

    def packet(self, leg: SipLeg, packet: RtpPacket, codec: Codec) -> None:
        if leg not in self._heard_for:
            self._begins(leg, codec)
        side = self._heard_for[leg]
        if side is not None:
            self._switch.early_sound(side.call_id, packet, codec)

    def over(self, ringing: Ringing) -> None:
        """Answered, or given up."""
        for leg in ringing.legs:
            self._heard_for.pop(leg, None)

    def _begins(self, leg: SipLeg, codec: Codec) -> None:
        side = next((one for one in self._sides.all() if one.ringing and leg in one.ringing.legs), None)
        alone = side is not None and side.only_phone and side.ringing is not None and len(side.ringing.legs) == 1
        self._heard_for[leg] = side if alone else None
        other = self._sides.other(side) if side is not None and alone else None
        if other is not None and other.incoming is not None:
            other.incoming.sound_early([codec])
