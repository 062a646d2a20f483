"""How a mood sounds: pace, pauses, pitch and loudness of the one who speaks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Delivery:
    """`speed` and `pitch`: factors; `pause`: silence between two sentences, in seconds; `gain`: decibels."""

    speed: float
    pause: float
    pitch: float
    gain: float


MOODS: dict[str, Delivery] = {
    "calm": Delivery(speed=1.0, pause=0.35, pitch=1.0, gain=0.0),
    "worried": Delivery(speed=1.05, pause=0.45, pitch=1.03, gain=-0.5),
    "disappointed": Delivery(speed=0.93, pause=0.6, pitch=0.98, gain=-1.0),
    "angry": Delivery(speed=1.12, pause=0.22, pitch=1.04, gain=3.0),
    "hurried": Delivery(speed=1.18, pause=0.15, pitch=1.02, gain=1.0),
    "suspicious": Delivery(speed=0.97, pause=0.5, pitch=0.99, gain=0.0),
    "resigned": Delivery(speed=0.9, pause=0.7, pitch=0.97, gain=-2.0),
    "hesitant": Delivery(speed=0.92, pause=0.55, pitch=1.0, gain=-1.0),
}

ADVISER = Delivery(speed=1.02, pause=0.3, pitch=1.0, gain=0.0)
"""The adviser keeps an even voice, whatever the customer's mood."""

TURN_PAUSE = 0.45
"""Seconds between two speakers."""
