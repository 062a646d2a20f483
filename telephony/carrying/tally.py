"""How much the switch carries, for whoever watches the server: calls at this moment, packets since the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .opinions import OpinionTally

DIRECTIONS = ("up", "down")
"""up: from a side to the server; down: from the server to a side, as that side reports it."""


@dataclass(slots=True)
class PacketTally:
    """Of all connected calls since the start, by direction. A sum that only grows."""

    expected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DIRECTIONS, 0))
    lost: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DIRECTIONS, 0))

    def add(self, side: Mapping[str, Any]) -> None:
        """What `SideMeter.take` wrote down of one side and one second."""
        for direction in DIRECTIONS:
            seen = side.get(direction)
            if seen is not None:
                self.expected[direction] += seen["n"]
                # A packet that came twice makes one second's loss negative (RFC 3550 §6.4.1).
                self.lost[direction] += max(0, seen["lost"])


@dataclass(frozen=True, slots=True)
class SwitchTally:
    """`calls`: by state, those that are over not counted."""

    calls: Mapping[str, int]
    packets: PacketTally
    opinions: "OpinionTally"
