"""How good each call was as a whole: one mean opinion score a side and direction, by the E-model (ITU-T G.107, 2015).

Its loss is that of all packets of the call (Ppl of §7.5), its jitter and round trip the mean of what was measured;
the rest is what the desks are shown of a second (`quality.figures_of`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telephony.codecs import Codec
from telephony.roles import Role

from .quality import figures_of
from .tally import DIRECTIONS

MOS_BOUNDS = (1.0, 2.0, 2.5, 3.1, 3.6, 4.03, 4.34, 4.5)
"""G.109 table 1 with Annex B of G.107: 2.58 (R 50), 3.1, 3.6, 4.03 and 4.34 part the five grades of satisfaction."""

FEWEST_PACKETS = 100
"""Two seconds: less is no conversation."""


@dataclass(slots=True)
class _Way:
    expected: int = 0
    lost: int = 0
    jitters: float = 0.0
    """Of milliseconds, each as often as it had packets."""


class CallOpinion:
    """One side of a call, from what `SideMeter.take` wrote down of each of its seconds."""

    def __init__(self) -> None:
        self._ways = {direction: _Way() for direction in DIRECTIONS}
        self._trips: list[float] = []
        self._codec = Codec.OPUS

    def add(self, side: Mapping[str, Any]) -> None:
        self._codec = Codec(side["codec"])
        if "rtt" in side:
            self._trips.append(side["rtt"])
        for direction, way in self._ways.items():
            seen = side.get(direction)
            if seen is not None:
                way.expected += seen["n"]
                way.lost += seen["lost"]
                way.jitters += seen["n"] * seen["jitter"]

    def scores(self) -> dict[str, float]:
        """By direction, 1 to 4.5; without those of which too little was heard."""
        trip = sum(self._trips) / len(self._trips) / 1000 if self._trips else None
        return {
            direction: figures_of(
                100 * max(0, way.lost) / way.expected, way.jitters / way.expected / 1000, trip, self._codec
            ).mos
            for direction, way in self._ways.items()
            if way.expected >= FEWEST_PACKETS
        }


@dataclass(slots=True)
class OpinionTally:
    """Of all calls that are over since the start, by direction: how many were at most as good as each bound."""

    at_most: dict[str, list[int]] = field(
        default_factory=lambda: {direction: [0] * len(MOS_BOUNDS) for direction in DIRECTIONS}
    )
    total: dict[str, float] = field(default_factory=lambda: dict.fromkeys(DIRECTIONS, 0.0))

    def add(self, scores: Mapping[str, float]) -> None:
        for direction, score in scores.items():
            self.total[direction] += score
            for number, bound in enumerate(MOS_BOUNDS):
                self.at_most[direction][number] += score <= bound


class Opinions:
    """Of the calls that run; judged as they end."""

    def __init__(self) -> None:
        self.tally = OpinionTally()
        self._running: dict[str, dict[Role, CallOpinion]] = {}

    def heard(self, call_id: str, role: Role, side: Mapping[str, Any]) -> None:
        """A second of one side, as its meter wrote it down."""
        sides = self._running.setdefault(call_id, {each: CallOpinion() for each in Role})
        sides[role].add(side)

    def ended(self, call_id: str) -> None:
        for opinion in self._running.pop(call_id, {}).values():
            self.tally.add(opinion.scores())
