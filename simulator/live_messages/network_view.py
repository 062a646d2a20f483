"""Both sides' networks as a desk shows them."""

from typing import Literal

from simulator.live_messages.shared_view import View


class NetworkFigures(View):
    """One direction. `mos`: 1 to 4.5, E-model (ITU-T G.107)."""

    mos: float
    loss_percent: float
    jitter_ms: float


class SideNetwork(View):
    """`up`: what the other hears of this side; `down`: what this side hears."""

    level: Literal["good", "fair", "bad"] | None = None
    """None: not known yet."""
    is_silent: bool = False
    """The telephone is there and sends no sound: nothing is lost."""
    round_trip_ms: float | None = None
    up: NetworkFigures | None = None
    down: NetworkFigures | None = None


class NetworkView(View):
    candidate: SideNetwork
    customer: SideNetwork
