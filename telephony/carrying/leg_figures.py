"""What a leg, browser or telephone, knows of its own network since the last look at it."""

from dataclasses import dataclass

from .reception import Interval


@dataclass(frozen=True, slots=True)
class LegFigures:
    """`up`: what came from the peer, by our own count; None when nothing did.

    `down`: what the peer reported of what we sent; None unless a report came since the last look, which may tell of
    several seconds at once.
    """

    up: Interval | None = None
    down: Interval | None = None
    round_trip_seconds: float | None = None
    """By the last report."""
    is_silent: bool = False
    """A telephone that is there and sends no sound: silence suppression, or a mute key that stops its packets."""
