"""How good a side's network is just now, second by second: figures, opinion score, and a word for it.

A side (the adviser's, the customer's) is its leg: what comes up from it is what the other hears, what goes down to it
is what it hears itself. The network of the other side is never counted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telephony.codecs import Codec
from telephony.emodel import CONCEALED, mos_of, rating
from telephony.roles import Role

from .leg_figures import LegFigures
from .phone import Measured
from .reception import Interval

GOOD_MOS = 4.03
"""From here on users are satisfied or better (R ≥ 80, G.109 table 1, G.107 Annex B)."""

BAD_MOS = 3.6
"""Below, many users are dissatisfied (R < 70, same tables)."""

FRAME_SECONDS = 0.02
LEAST_BUFFER_SECONDS = 0.04
"""What receivers keep at least, in our browsers and telephones: two packets."""

JITTERS_BUFFERED = 3.0
"""Of RFC 3550's jitter J. For normal deviation σ, J = 2σ/√π: 3 J hold the earliest 999 packets of a thousand."""

SMOOTHING_SECONDS = 5.0
STALE_SECONDS = 15.0
"""A report from the peer older than this says nothing any more: browsers report every 2.5 to 7.5 s."""

SILENT_SECONDS = 2.0
"""A leg of which nothing has come for this long has no sound; less may be a telephone that sends no silence."""


class Level(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Figures:
    """One direction of a leg. `mos`: 1 to 4.5."""

    loss_percent: float
    jitter_ms: float
    mos: float


@dataclass(frozen=True, slots=True)
class SideQuality:
    """Over the last seconds. `up`: what the other side hears of this one; `down`: what this one hears.

    None where nothing is known.
    """

    up: Figures | None = None
    down: Figures | None = None
    round_trip_ms: float | None = None
    is_silent: bool = False
    """Nothing is said on this side, and nothing is lost."""

    @property
    def worst_mos(self) -> float | None:
        known = [one.mos for one in (self.up, self.down) if one is not None]
        return min(known) if known else None

    @property
    def level(self) -> Level | None:
        return level_of(self.worst_mos)


def level_of(mos: float | None) -> Level | None:
    if mos is None:
        return None
    # Compared as shown: what reads 3,6 is not bad.
    if round(mos, 2) >= GOOD_MOS:
        return Level.GOOD
    return Level.FAIR if round(mos, 2) >= BAD_MOS else Level.BAD


def figures_of(loss_percent: float, jitter_seconds: float, round_trip: float | None, codec: Codec) -> Figures:
    """The delay is that of this leg, one way, with its packet and the receiver's buffer."""
    buffered = max(LEAST_BUFFER_SECONDS, JITTERS_BUFFERED * jitter_seconds)
    delay = (round_trip or 0.0) / 2 + FRAME_SECONDS + buffered
    mos = mos_of(rating(loss_percent, delay, CONCEALED[codec]))
    return Figures(round(loss_percent, 1), round(1000 * jitter_seconds, 1), round(mos, 2))


class SideMeter:
    """The figures of one side of one call, taken every second."""

    def __init__(self) -> None:
        self._round_trip: float | None = None
        self._up: list[tuple[float, Interval]] = []
        self._down: tuple[float, Interval] | None = None
        self._heard_at: float | None = None
        self._codec = Codec.OPUS
        self._is_silent = False

    def take(self, at: float, figures: LegFigures, codec: Codec, is_held: bool = False) -> dict[str, Any]:
        """What is written down of this second: see docs/telephony.md, quality.jsonl.

        `is_held`: the call is on hold, a telephone may rightly say nothing.
        """
        self._codec = codec
        if figures.round_trip_seconds is not None:
            self._round_trip = figures.round_trip_seconds
        self._is_silent = figures.is_silent
        if self._heard_at is None or is_held or figures.is_silent:
            self._heard_at = at
        record: dict[str, Any] = {"codec": str(codec)}
        if self._round_trip is not None:
            record["rtt"] = round(1000 * self._round_trip, 1)
        if figures.is_silent:
            record["silent"] = True
        if figures.up is not None:
            self._heard_at = at
            self._up.append((at, figures.up))
            record["up"] = self._written(figures.up)
        self._up = [(when, one) for when, one in self._up if at - when < SMOOTHING_SECONDS]
        if figures.down is not None:
            self._down = (at, figures.down)
            record["down"] = {**self._written(figures.down), "over": round(figures.down.over_seconds, 1)}
        return record

    def now(self, at: float) -> SideQuality:
        """As it is to be shown at this moment, in the seconds of `take`."""
        up: Figures | None = None
        if self._heard_at is not None and at - self._heard_at >= SILENT_SECONDS:
            up = figures_of(100, 0, self._round_trip, self._codec)
        elif self._up:
            expected, lost = (sum(getattr(one, name) for _, one in self._up) for name in ("expected", "lost"))
            loss = 100 * lost / expected if expected else 0.0
            up = figures_of(loss, self._up[-1][1].jitter_seconds, self._round_trip, self._codec)
        down: Figures | None = None
        if self._down is not None and at - self._down[0] < STALE_SECONDS:
            heard = self._down[1]
            down = figures_of(heard.loss_percent, heard.jitter_seconds, self._round_trip, self._codec)
        trip = None if self._round_trip is None else round(1000 * self._round_trip, 1)
        return SideQuality(up, down, trip, self._is_silent)

    def _written(self, interval: Interval) -> dict[str, Any]:
        figures = figures_of(interval.loss_percent, interval.jitter_seconds, self._round_trip, self._codec)
        return {
            "n": interval.expected,
            "lost": interval.lost,
            "jitter": figures.jitter_ms,
            "mos": figures.mos,
        }


class CallMeter:
    """Both sides of a call."""

    def __init__(self) -> None:
        self._sides = {role: SideMeter() for role in Role}
        self._begun: dict[Role, Measured] = {}

    def take(self, at: float, legs: Mapping[Role, Measured | None], is_held: bool) -> dict[Role, dict[str, Any]]:
        """Looks at each leg; what is to be written down of each side."""
        written: dict[Role, dict[str, Any]] = {}
        for role, leg in legs.items():
            figures = leg.figures() if leg is not None else LegFigures()
            if leg is not None and self._begun.get(role) is not leg:
                # What it had counted before is not of this call.
                self._begun[role] = leg
                continue
            codec = leg.codec if leg is not None else None
            written[role] = self._sides[role].take(at, figures, codec or Codec.OPUS, is_held)
        return written

    def now(self, at: float) -> dict[Role, SideQuality]:
        return {role: side.now(at) for role, side in self._sides.items()}
