"""What the switch needs of a telephone that stands in for a line during one call."""

from typing import Protocol

from telephony.codecs import Codec

from .leg_figures import LegFigures
from .stream import OutgoingStream


class Measured(Protocol):
    """A leg of either kind, whose network is measured."""

    @property
    def codec(self) -> Codec | None: ...

    def figures(self) -> LegFigures: ...


class Phone(Protocol):
    """A SIP leg. `outputs[0]` goes down to it; its own packets come in through `Switch.phone_packet`."""

    outputs: list[OutgoingStream]
    codec: Codec | None
    is_connected: bool
    is_held_by_phone: bool
    """It has put the call on hold itself: it may be silent."""
    last_packet_at: float | None

    def is_gone(self, silence_seconds: float, answer_seconds: float) -> bool:
        """Nothing at all came for `silence_seconds`, and asked whether it is there it did not answer within
        `answer_seconds`. Asking is its own affair: called every second."""
        ...

    def figures(self) -> LegFigures: ...
