"""Both sides' networks as the jury sees them while a call runs: a level each, and figures for whoever asks.

What is shown changes only when it means something: a desk's bar must not flicker.
"""

from typing import Literal

from simulator.live_messages.network_view import NetworkFigures, NetworkView, SideNetwork
from telephony import CallSnapshot, Figures, Level, Role, SideQuality

BETTER_BY = 0.1
"""A level is left upwards only once the opinion score is this far beyond its limit."""


class ShownNetwork:
    """What was shown last of the running call."""

    def __init__(self) -> None:
        self._call_id = ""
        self._shown: NetworkView | None = None

    def view(self, call: CallSnapshot | None) -> NetworkView | None:
        if call is None or call.state not in ("connected", "held"):
            self._shown = None
            return None
        before = self._shown if call.call_id == self._call_id else None
        self._call_id = call.call_id
        self._shown = NetworkView(
            candidate=_side(call.quality[Role.ADVISER], before.candidate if before else None),
            customer=_side(call.quality[Role.CUSTOMER], before.customer if before else None),
        )
        return self._shown


def _side(quality: SideQuality, before: SideNetwork | None) -> SideNetwork:
    level = _steady_level(quality, before)
    fresh = SideNetwork(
        level=level,
        is_silent=quality.is_silent,
        round_trip_ms=_whole(quality.round_trip_ms, 5),
        up=_figures(quality.up),
        down=_figures(quality.down),
    )
    return before if before is not None and not _differs(before, fresh) else fresh


def _steady_level(quality: SideQuality, before: SideNetwork | None) -> Literal["good", "fair", "bad"] | None:
    level, mos = quality.level, quality.worst_mos
    if level is None or mos is None:
        return None
    if before is not None and before.level is not None and before.level != level:
        cautious = SideQuality(up=Figures(0, 0, mos - BETTER_BY)).level
        if _RANK[level.value] < _RANK[before.level] and cautious is not level:
            return before.level
    return level.value


_RANK = {Level.GOOD.value: 0, Level.FAIR.value: 1, Level.BAD.value: 2}


def _differs(before: SideNetwork, fresh: SideNetwork) -> bool:
    if before.level != fresh.level or before.is_silent != fresh.is_silent:
        return True
    if (before.round_trip_ms is None) != (fresh.round_trip_ms is None):
        return True
    if abs((before.round_trip_ms or 0) - (fresh.round_trip_ms or 0)) >= 20:
        return True
    for old, new in ((before.up, fresh.up), (before.down, fresh.down)):
        if old is None or new is None:
            if old is not new:
                return True
            continue
        moved = abs(old.mos - new.mos) >= 0.2 or abs(old.loss_percent - new.loss_percent) >= 1
        if moved or abs(old.jitter_ms - new.jitter_ms) >= 10:
            return True
    return False


def _figures(figures: Figures | None) -> NetworkFigures | None:
    if figures is None:
        return None
    return NetworkFigures(
        mos=round(figures.mos, 1), loss_percent=round(figures.loss_percent, 1), jitter_ms=round(figures.jitter_ms)
    )


def _whole(value: float | None, step: int) -> float | None:
    return None if value is None else float(step * round(value / step)) if value >= step else round(value)
