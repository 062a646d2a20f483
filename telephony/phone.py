"""What the switch needs of a telephone that stands in for a line during one call."""

from typing import Protocol

from .codecs import Codec
from .stream import OutgoingStream


class Phone(Protocol):
    """A SIP leg. `outputs[0]` goes down to it; its own packets come in through `Switch.phone_packet`."""

    outputs: list[OutgoingStream]
    codec: Codec | None
    is_connected: bool
    is_held_by_phone: bool
    """It has put the call on hold itself: it may be silent."""
    last_packet_at: float | None
